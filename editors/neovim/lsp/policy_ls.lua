-- policy-ls for Neovim 0.11 and later. Copy to ~/.config/nvim/lsp/ and say vim.lsp.enable('policy_ls') in init.lua;
-- or put this whole folder on the runtimepath, which brings the :PolicyLs commands too.
return {
  cmd = { 'policy-ls', 'serve' },
  filetypes = { 'markdown', 'text' },
  root_markers = { 'policy-ls.toml', '.git' },
}
