" A Neovim before 0.10 is told so, in words.
" usage: nvim --clean --headless -u NONE -S old.vim        (in this folder)
set rtp^=.
runtime plugin/policy-ls.lua
redir => g:said
silent! PolicyLs chronology
redir END
let g:first = g:said
redir => g:said
silent! lua require('policy-ls').setup()
redir END
let g:ok = g:first =~# 'needs Neovim 0.10' && g:said =~# 'needs Neovim 0.10'
call writefile([(g:ok ? 'ok  ' : 'FAIL') . ' an older Neovim is told what it lacks' . (g:ok ? '' : ': ' . g:first . g:said), (g:ok ? '1 passed, 0 failed' : '0 passed, 1 failed')], '/dev/stdout')
execute g:ok ? 'qall!' : 'cquit'
