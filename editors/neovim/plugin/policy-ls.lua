-- The :PolicyLs command. Loads nothing else until it is used.
if vim.g.loaded_policy_ls then return end
vim.g.loaded_policy_ls = true

if vim.fn.has('nvim-0.10') == 0 then
  vim.api.nvim_create_user_command('PolicyLs', function()
    vim.api.nvim_err_writeln('policy-ls needs Neovim 0.10 or later; this is older')
  end, { nargs = '*' })
  return
end

vim.api.nvim_create_user_command('PolicyLs', function(command)
  require('policy-ls.commands').run(command)
end, {
  nargs = '*',
  desc = 'policy-ls: chronology, claims, source, report, reindex, log',
  complete = function(start, line) return require('policy-ls.commands').complete(start, line) end,
})
