-- The server in a real Neovim, without a window.
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
vim.lsp.config('policy_ls', { cmd = cmd })
vim.lsp.enable('policy_ls')

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
  vim.cmd('edit! ' .. vim.fn.fnameescape(drafts .. '/' .. name))
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
check('counts in UTF-8', client.offset_encoding == 'utf-8', client.offset_encoding)
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

client:stop()
check('stops when asked', eventually(function() return client:is_stopped() end))
io.write(('%d passed, %d failed\n'):format(passed, failed))
os.exit(failed == 0 and 0 or 1)
