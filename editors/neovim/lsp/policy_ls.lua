-- policy-ls for Neovim 0.11 and later. Copy to ~/.config/nvim/lsp/ and say vim.lsp.enable('policy_ls') in init.lua.
return {
  cmd = { 'policy-ls', 'serve' },
  filetypes = { 'markdown', 'text' },
  root_markers = { 'policy-ls.toml', '.git' },
}
