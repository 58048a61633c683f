-- The server and the plugin in a real Neovim, 0.10 or later, without a window.
-- usage: nvim --clean --headless -u NONE -l test.lua NEOVIM_FOLDER DRAFTS CMD [ARG...]
-- DRAFTS is a folder that may be written to, holding copies of seeds/drafts.
local here, drafts, cmd = arg[1], arg[2], vim.list_slice(arg, 3)
local failed, passed = 0, 0

local function check(name, ok, got)
  if ok then passed = passed + 1 else failed = failed + 1 end
  io.write(('%s %s%s\n'):format(ok and 'ok  ' or 'FAIL', name, ok and '' or ': ' .. vim.inspect(got)))
end

local function eventually(what)
  return vim.wait(20000, what, 20)
end

vim.opt.runtimepath:append(here)
vim.cmd.filetype('on') -- -l and --clean leave it off
vim.cmd.runtime('plugin/policy-ls.lua')
local new = vim.fn.has('nvim-0.11') == 1
if new then
  -- Nothing but lsp/policy_ls.lua.
  vim.lsp.config('policy_ls', { cmd = cmd, init_options = { semanticTokens = true } })
  vim.lsp.enable('policy_ls')
else
  require('policy-ls').setup({ cmd = cmd })
end
-- A draft under a policy-ls.toml of its own is checked against its own sources.
local own = vim.fs.joinpath(vim.fs.dirname(drafts), 'own')

-- Buffers whose findings have come, even if there were none.
local pulled = {}
vim.api.nvim_create_autocmd('LspRequest', {
  callback = function(event)
    local request = event.data.request
    if request.type == 'complete' and request.method == 'textDocument/diagnostic' then pulled[event.buf] = true end
  end,
})

local function clients(buffer)
  return vim.lsp.get_clients({ bufnr = buffer, name = 'policy_ls' })
end

local function open(name)
  vim.cmd('edit! ' .. vim.fn.fnameescape(vim.startswith(name, '/') and name or drafts .. '/' .. name))
  return vim.api.nvim_get_current_buf()
end

-- The cursor on the first of these words, in or after a line (from 1).
local function cursor_on(words, line)
  vim.api.nvim_win_set_cursor(0, { line or 1, 0 })
  local found = vim.fn.searchpos('\\V' .. words, 'c')
  assert(found[1] > 0, 'no such words: ' .. words)
end

local function findings(buffer, code)
  return vim.tbl_filter(function(it) return it.code == code end, vim.diagnostic.get(buffer))
end

-- It attaches, and only where it should.
local legal = open('legal-framework.md')
check('attaches to Markdown', eventually(function() return #clients(legal) == 1 and clients(legal)[1].initialized end))
local client = clients(legal)[1]
check('counts in UTF-8', client.offset_encoding == (new and 'utf-8' or 'utf-16') or client.offset_encoding == 'utf-8', client.offset_encoding)
-- Neovim 0.10 stumbles over tokens when a buffer is gone.
check('passes the options on', (client.server_capabilities.semanticTokensProvider ~= nil) == new, client.server_capabilities)
vim.fn.writefile({ 'A note of July 2001.' }, drafts .. '/note.txt')
local note = open('note.txt')
check('attaches to plain text', eventually(function() return #clients(note) == 1 end))
vim.fn.writefile({ '// The treaty was signed in July 2002.' }, drafts .. '/code.c')
local code = open('code.c')
check('leaves everything else alone', not vim.wait(300, function() return #clients(code) > 0 end), clients(code))

-- Findings.
legal = open('legal-framework.md')
check('finds the wrong date', eventually(function() return #findings(legal, 'date-conflict') >= 1 end), vim.diagnostic.get(legal))
local date = findings(legal, 'date-conflict')[1] or {}
check('at its place', date.lnum == 39, date)
check('and the altered quotation', #findings(legal, 'quotation-altered') == 1, vim.diagnostic.get(legal))
check('says who says so', date.source == 'policy-ls', date)
local correct = open('thirty-years.md')
check('finds nothing in a correct draft', eventually(function() return pulled[correct] end) and #vim.diagnostic.get(correct) == 0, vim.diagnostic.get(correct))

-- Hints in the text.
vim.api.nvim_set_current_buf(legal)
vim.lsp.inlay_hint.enable(true)
check('hints tell where a quotation stands', eventually(function() return #vim.lsp.inlay_hint.get({ bufnr = legal }) > 0 end))
vim.api.nvim_set_current_buf(correct)

-- Hover, as K does it.
cursor_on('Shanghai Cooperation')
vim.lsp.buf.hover()
local window
eventually(function()
  for _, it in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(it).relative ~= '' then window = it end
  end
  return window ~= nil
end)
local shown = window and table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
check('hover tells what an organisation is', shown and shown:find('SCO', 1, true), shown)
check('hover leaves no placeholder', shown and not shown:find('{{', 1, true), shown)
if window then vim.api.nvim_win_close(window, true) end

-- Go to the source, as CTRL-] does it.
legal = open('legal-framework.md')
cursor_on('aligned and directed')
vim.lsp.buf.definition()
check('jumps to the source', eventually(function() return vim.fn.expand('%:t') == 'chronicle.md' end), vim.fn.expand('%:p'))
local line = vim.api.nvim_get_current_line()
check('lands on the passage', vim.fn.expand('%:t') == 'chronicle.md' and line:find('aligned', 1, true), line)

-- A quick fix, as gra does it.
legal = open('legal-framework.md')
eventually(function() return #findings(legal, 'date-conflict') >= 1 end)
local before = #vim.diagnostic.get(legal)
cursor_on('July 2002', 40)
vim.lsp.buf.code_action({ apply = true, filter = function(it) return it.title:find('2001', 1, true) ~= nil end })
check('a fix mends the date', eventually(function()
  return vim.api.nvim_buf_get_lines(legal, 39, 40, false)[1]:find('July 2001', 1, true) ~= nil
end), vim.api.nvim_buf_get_lines(legal, 39, 40, false))
check('and its finding goes', eventually(function() return #vim.diagnostic.get(legal) == before - 1 end), vim.diagnostic.get(legal))

-- An edit clears a finding.
cursor_on('31 June 2001')
vim.cmd('normal! 3x')
check('an edit clears a finding', eventually(function() return #findings(legal, 'date-impossible') == 0 and before >= 2 end), vim.diagnostic.get(legal))

-- Completion, as CTRL-X CTRL-O does it.
vim.api.nvim_buf_set_lines(legal, 15, 16, false, { 'It cites the Shanghai Coop' })
vim.api.nvim_win_set_cursor(0, { 16, 25 })
local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
params.position.character = 26
local answer = vim.lsp.buf_request_sync(legal, 'textDocument/completion', params, 20000)
local items = answer and vim.tbl_get(answer, client.id, 'result') or {}
local labels = vim.tbl_map(function(it) return it.label end, items.items or items)
check('completion knows the official names', vim.tbl_contains(labels, 'Shanghai Cooperation Organization'), labels)
vim.cmd('silent undo')

-- Commands.
local function float()
  for _, it in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(it).relative ~= '' then return it end
  end
end
vim.cmd('silent! wincmd o')
legal = open('legal-framework.md')
check(':PolicyLs completes its subcommands', vim.deep_equal(vim.fn.getcompletion('PolicyLs ch', 'cmdline'), { 'chronology' }), vim.fn.getcompletion('PolicyLs ch', 'cmdline'))
cursor_on('aligned and directed')
vim.cmd('PolicyLs source')
check(':PolicyLs source peeks in a float', eventually(float))
local peeked = float() and table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(float()), 0, -1, false), ' ')
check('at the passage', peeked and peeked:find('neither', 1, true), peeked)
if float() then vim.api.nvim_win_close(float(), true) end
vim.cmd('PolicyLs claims')
check(':PolicyLs claims fills the quickfix list', eventually(function() return #vim.fn.getqflist() > 10 end), vim.fn.getqflist())
local contradicted = vim.tbl_filter(function(it) return it.type == 'E' end, vim.fn.getqflist())
check('with the contradicted ones as errors', #contradicted >= 1 and contradicted[1].bufnr == legal, contradicted)
vim.cmd('cclose')
legal = open('legal-framework.md')
vim.cmd('PolicyLs claims loc')
check(':PolicyLs claims loc fills the location list', eventually(function()
  return #vim.fn.getloclist(vim.fn.bufwinid(legal)) > 10
end))
vim.cmd('silent! lclose')
legal = open('legal-framework.md')
vim.cmd('PolicyLs chronology')
check(':PolicyLs chronology opens a buffer', eventually(function() return vim.fn.expand('%'):find('chronology', 1, true) and vim.fn.line('$') > 50 end), vim.fn.expand('%'))
check('with the draft’s dates beside the events', vim.fn.search('draft: ') > 0)
vim.api.nvim_feedkeys(vim.keycode('<CR>'), 'xt', false)
check('and <CR> goes to the passage', eventually(function() return vim.fn.expand('%:t') == 'chronicle.md' end), vim.fn.expand('%'))
legal = open('legal-framework.md')
vim.cmd('PolicyLs report')
check(':PolicyLs report tells of the draft', eventually(function()
  return vim.fn.expand('%'):find('report', 1, true) and vim.fn.search('dated claims') > 0
end), vim.fn.expand('%'))
vim.cmd('wincmd o')
legal = open('legal-framework.md')
local old = client.id
vim.cmd('PolicyLs restart')
check(':PolicyLs restart starts another server', eventually(function()
  local now = clients(legal)[1]
  return now and now.id ~= old and now.initialized
end), clients(legal))
vim.cmd('PolicyLs reindex')
check(':PolicyLs reindex leaves a server running', eventually(function() return clients(legal)[1] and clients(legal)[1].initialized end))
vim.cmd('PolicyLs log')
check(':PolicyLs log opens the log', vim.fn.expand('%:t') == 'lsp.log', vim.fn.expand('%'))
vim.cmd('checkhealth policy-ls')
local healthy = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
check(':checkhealth finds the program and its server', healthy:find('policy%-ls %d') and healthy:find('attached to') and not healthy:find('ERROR'), healthy)
vim.cmd('helptags ' .. here .. '/doc')
vim.cmd('help :PolicyLs-claims')
check(':help knows the commands', vim.fn.expand('%:t') == 'policy-ls.txt', vim.fn.expand('%'))

-- Another server of the same buffer, as marksman or markdown-oxide would be: it answers, and so does ours.
legal = open('legal-framework.md')
local other = vim.lsp.start({
  name = 'marksman',
  cmd = function()
    local closing = false
    return {
      request = function(method, _, answer)
        local results = { initialize = { capabilities = { hoverProvider = true } }, ['textDocument/hover'] = { contents = 'a heading' } }
        answer(nil, results[method])
        return true, 1
      end,
      notify = function() end,
      is_closing = function() return closing end,
      terminate = function() closing = true end,
    }
  end,
}, { bufnr = legal })
check('another Markdown server stands beside ours', eventually(function() return #vim.lsp.get_clients({ bufnr = legal }) == 2 end))
cursor_on('Shanghai Cooperation')
local hovers = vim.lsp.buf_request_sync(legal, 'textDocument/hover', vim.lsp.util.make_position_params(0, 'utf-16'), 20000) or {}
check('and both answer', hovers[other] and vim.tbl_count(hovers) == 2, hovers)
check('and its findings stay', eventually(function() return #findings(legal, 'date-conflict') >= 1 end), vim.diagnostic.get(legal))
cursor_on('aligned and directed')
vim.cmd('PolicyLs source')
check('and :PolicyLs asks ours', eventually(float))
if float() then vim.api.nvim_win_close(float(), true) end
vim.lsp.stop_client(other)

-- A folder of its own.
local brief = open(own .. '/drafts/brief.md')
check('a folder with policy-ls.toml has its own server and library', eventually(function() return #findings(brief, 'quotation-altered') == 1 end), vim.diagnostic.get(brief))
cursor_on('closed')
vim.lsp.buf.definition()
check('and its own source', eventually(function() return vim.fn.expand('%:t') == 'harbour.md' end), vim.fn.expand('%'))

client = clients(legal)[1]
if new then client:stop() else client.stop() end
check('stops when asked', eventually(function() return (new and client:is_stopped() or not new and client.is_stopped()) end))
io.write(('%d passed, %d failed\n'):format(passed, failed))
os.exit(failed == 0 and 0 or 1)
