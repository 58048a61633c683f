-- :PolicyLs and its subcommands. Each asks the server, or the program where the answer is a text.
local policy_ls = require('policy-ls')

local M = {}
local commands = {}

local function warn(words)
  vim.notify('policy-ls: ' .. words, vim.log.levels.WARN)
end

-- The client and its buffer, or a word why there is none.
local function attached()
  local buffer = vim.api.nvim_get_current_buf()
  local client = policy_ls.client(buffer)
  if not client then warn('no server is attached; see :checkhealth policy-ls') end
  return client, buffer
end

-- Asks the server about the buffer; answers come later.
local function ask(method, handle)
  local client, buffer = attached()
  if not client then return end
  local params = { textDocument = { uri = vim.uri_from_bufnr(buffer) } }
  local function answered(err, result)
    if err then
      warn(err.code == -32601 and 'this server is too old for that' or err.message)
    elseif result then
      handle(result, client, buffer)
    end
  end
  if vim.fn.has('nvim-0.11') == 1 then
    client:request(method, params, answered, buffer)
  else
    client.request(method, params, answered, buffer)
  end
end

-- A buffer of lines to look at; `jump` says where the line under the cursor leads.
local function scratch(name, lines, filetype, jump)
  local buffer = vim.fn.bufadd(name)
  vim.fn.bufload(buffer)
  vim.bo[buffer].buftype, vim.bo[buffer].swapfile, vim.bo[buffer].bufhidden = 'nofile', false, 'wipe'
  vim.bo[buffer].modifiable = true
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  vim.bo[buffer].modifiable = false
  if filetype then vim.bo[buffer].filetype = filetype end
  if vim.fn.bufwinid(buffer) == -1 then vim.cmd('botright sbuffer ' .. buffer) end
  vim.api.nvim_set_current_win(vim.fn.bufwinid(buffer))
  if jump then
    vim.keymap.set('n', '<CR>', function() jump(vim.api.nvim_win_get_cursor(0)[1]) end, { buffer = buffer, desc = 'Go there' })
  end
  vim.keymap.set('n', 'q', '<C-w>c', { buffer = buffer, desc = 'Close' })
  return buffer
end

local function show(location, encoding)
  if vim.fn.has('nvim-0.11') == 1 then
    vim.lsp.util.show_document(location, encoding, { focus = true })
  else
    vim.lsp.util.jump_to_location(location, encoding)
  end
end

-- The library's events in order, with the draft's dates beside them. <CR> goes to the passage.
function commands.chronology()
  ask('policy-ls/chronology', function(chronology, client, draft)
    local beside = {}
    for _, date in ipairs(chronology.draft or {}) do
      for _, id in ipairs(date.events or {}) do
        beside[id] = beside[id] or {}
        table.insert(beside[id], ('%s (line %d)'):format(date.text:gsub('%s+', ' '), date.range.start.line + 1))
      end
    end
    local lines, places = {}, {}
    for _, event in ipairs(chronology.events) do
      local date = event.date and event.date.edtf or 'undated'
      local mark = event.contested and ' (sources disagree)' or ''
      local draft_says = beside[event.id] and '  ◀ draft: ' .. table.concat(beside[event.id], ', ') or ''
      table.insert(lines, ('%-12s %s%s%s'):format(date, event.summary:gsub('%s+', ' '), mark, draft_says))
      places[#lines] = event.location
    end
    local name = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(draft), ':t')
    scratch('policy-ls://chronology/' .. name, lines, nil, function(line)
      if not places[line] then return end
      vim.cmd.wincmd('p')
      show(places[line], client.offset_encoding)
    end)
  end)
end

local KINDS = { conflict = 'E', contested = 'W', unknown = 'I', consistent = 'N', ['not-asserted'] = 'N' }

-- The draft's claims in the quickfix list, or with `loc` in the location list.
function commands.claims(arguments)
  local window = vim.api.nvim_get_current_win()
  ask('policy-ls/claims', function(claims, client, buffer)
    local locations, what = {}, {}
    for _, group in ipairs(claims.groups) do
      for _, claim in ipairs(group.claims) do
        table.insert(locations, { uri = claims.uri, range = claim.range })
        local place = claim.evidence[1] and claim.evidence[1].location
        local words = ('%s: %s'):format(group.title, claim.text:gsub('%s+', ' '))
        table.insert(what, { type = KINDS[group.verdict], text = words .. (place and (' — ' .. place.label) or '') })
      end
    end
    local items = {}
    for index, location in ipairs(locations) do
      local item = vim.lsp.util.locations_to_items({ location }, client.offset_encoding)[1]
      items[index] = vim.tbl_extend('force', item, what[index], { bufnr = buffer })
    end
    local list = { title = 'Claims of ' .. vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buffer), ':t'), items = items }
    if arguments[1] == 'loc' then
      vim.fn.setloclist(window, {}, ' ', list)
      vim.cmd.lopen()
    else
      vim.fn.setqflist({}, ' ', list)
      vim.cmd.copen()
    end
  end)
end

-- The passage behind the words under the cursor, in a float.
function commands.source()
  local client, buffer = attached()
  if not client then return end
  local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
  local function answered(err, result)
    local found = result and (result[1] or (result.uri and result) or (result.targetUri and result))
    if err or not found then return warn('no source speaks to these words') end
    vim.lsp.util.preview_location(found, { border = 'rounded', title = ' ' .. vim.fn.fnamemodify(vim.uri_to_fname(found.targetUri or found.uri), ':t') .. ' ' })
  end
  if vim.fn.has('nvim-0.11') == 1 then
    client:request('textDocument/definition', params, answered, buffer)
  else
    client.request('textDocument/definition', params, answered, buffer)
  end
end

-- The fact-check sheet of this draft, as it was saved.
function commands.report()
  local client, buffer = attached()
  if not client then return end
  local program = client.config.cmd[1]
  local file = vim.api.nvim_buf_get_name(buffer)
  local run = { program, 'report', '--format', 'markdown', file }
  vim.system(run, { text = true, cwd = vim.fs.dirname(file) }, vim.schedule_wrap(function(done)
    if done.code ~= 0 then return warn(vim.trim(done.stderr)) end
    scratch('policy-ls://report/' .. vim.fs.basename(file), vim.split(vim.trim(done.stdout), '\n'), 'markdown')
  end))
end

-- Has the sources read again: by the server's own command, or by a fresh server.
function commands.reindex()
  local client, buffer = attached()
  if not client then return end
  local offered = vim.tbl_get(client.server_capabilities, 'executeCommandProvider', 'commands') or {}
  for _, command in ipairs(offered) do
    if command:match('^policy%-ls%.[%w.]*reindex$') then
      local params = { command = command, arguments = {} }
      if vim.fn.has('nvim-0.11') == 1 then
        client:request('workspace/executeCommand', params, nil, buffer)
      else
        client.request('workspace/executeCommand', params, nil, buffer)
      end
      return
    end
  end
  commands.restart()
end

-- Stops the server and starts it where it was attached.
function commands.restart()
  local client = attached()
  if not client then return end
  local buffers = vim.lsp.get_buffers_by_client_id(client.id)
  local config = client.config
  if vim.fn.has('nvim-0.11') == 1 then client:stop() else client.stop() end
  vim.wait(5000, function() return vim.lsp.get_client_by_id(client.id) == nil end, 20)
  for _, buffer in ipairs(buffers) do vim.lsp.start(config, { bufnr = buffer }) end
end

-- Neovim's log of language servers.
function commands.log()
  vim.cmd.tabedit(vim.fn.fnameescape(vim.lsp.log and vim.lsp.log.get_filename() or vim.lsp.get_log_path()))
  vim.cmd('normal! G')
end

function M.run(command)
  local name = command.fargs[1]
  if not commands[name] then
    return warn(('no command “%s”; there are: %s'):format(name or '', table.concat(M.names(), ', ')))
  end
  commands[name](vim.list_slice(command.fargs, 2))
end

function M.names()
  local names = vim.tbl_keys(commands)
  table.sort(names)
  return names
end

function M.complete(start, line)
  local words = line:match('claims%s') and { 'loc' } or M.names()
  return vim.tbl_filter(function(name) return vim.startswith(name, start) end, words)
end

return M
