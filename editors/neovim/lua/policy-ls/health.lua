-- :checkhealth policy-ls
local M = {}

function M.check()
  local health = vim.health
  health.start('policy-ls')
  if vim.fn.has('nvim-0.10') == 0 then
    health.error('Neovim 0.10 or later is needed')
    return
  end
  health.ok('Neovim ' .. tostring(vim.version()))
  local policy_ls = require('policy-ls')
  local clients = vim.lsp.get_clients({ name = policy_ls.NAME })
  local configured = vim.lsp.config and vim.lsp.config[policy_ls.NAME]
  local cmd = clients[1] and clients[1].config.cmd or configured and configured.cmd or { 'policy-ls' }
  if type(cmd) ~= 'table' then
    health.info('the server is reached by a function')
  elseif vim.fn.executable(cmd[1]) == 0 then
    health.error(cmd[1] .. ' is not executable', { 'Put policy-ls on the PATH, or name it: require("policy-ls").setup({ cmd = { "/path/to/policy-ls", "serve" } })' })
  else
    health.ok(vim.trim(vim.fn.system({ cmd[1], '--version' })) .. ' (' .. vim.fn.exepath(cmd[1]) .. ')')
  end
  if #clients == 0 then
    health.warn('no server runs', { 'Open a Markdown or plain text file', 'Say require("policy-ls").setup() in init.lua' })
  end
  for _, client in ipairs(clients) do
    local buffers = vim.lsp.get_buffers_by_client_id(client.id)
    health.ok(('server %d runs for %s, attached to %d buffers'):format(client.id, client.config.root_dir or 'no folder', #buffers))
    local toml = client.config.root_dir and vim.fs.joinpath(client.config.root_dir, 'policy-ls.toml')
    if toml and vim.uv.fs_stat(toml) then
      health.info('configured by ' .. toml)
    else
      health.info('no policy-ls.toml at its root: drafts are checked against the built-in library')
    end
  end
end

return M
