-- Starting policy-ls: require('policy-ls').setup() is all that an init.lua needs.
local M = {}

M.NAME = 'policy_ls'

local defaults = {
  cmd = { 'policy-ls', 'serve' },
  filetypes = { 'markdown', 'text' },
  root_markers = { 'policy-ls.toml', '.git' },
}

--- Attaches the server to Markdown and plain text. `options` are those of a client: cmd, filetypes, root_markers …
function M.setup(options)
  if vim.fn.has('nvim-0.10') == 0 then
    vim.api.nvim_err_writeln('policy-ls needs Neovim 0.10 or later; this is older')
    return
  end
  local config = vim.tbl_deep_extend('force', defaults, options or {})
  if vim.lsp.config then
    vim.lsp.config(M.NAME, config)
    vim.lsp.enable(M.NAME)
  else
    M._setup_0_10(config)
  end
end

-- What vim.lsp.enable does since 0.11.
function M._setup_0_10(config)
  local function start(buffer)
    if vim.bo[buffer].buftype ~= '' then return end
    local markers, filetypes = config.root_markers, config.filetypes
    local client = vim.tbl_extend('force', config, { name = M.NAME, root_dir = vim.fs.root(buffer, markers) })
    client.root_markers, client.filetypes = nil, nil
    if vim.tbl_contains(filetypes, vim.bo[buffer].filetype) then vim.lsp.start(client, { bufnr = buffer }) end
  end
  vim.api.nvim_create_autocmd('FileType', {
    group = vim.api.nvim_create_augroup('policy-ls', {}),
    pattern = config.filetypes,
    callback = function(event) start(event.buf) end,
  })
  -- Buffers that were open before.
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(buffer) then start(buffer) end
  end
end

--- The client of a buffer, or any running one.
function M.client(buffer)
  return vim.lsp.get_clients({ name = M.NAME, bufnr = buffer })[1] or vim.lsp.get_clients({ name = M.NAME })[1]
end

return M
