" policy-ls in Vim through ALE. Source it from your vimrc, or put it in ~/.vim/plugin/; `policy-ls` is on the PATH.
let g:policy_ls_command = get(g:, 'policy_ls_command', 'policy-ls')

" What the server is told at its start: inlayHints, codeLens, semanticTokens. ALE shows none of the three.
let g:policy_ls_options = get(g:, 'policy_ls_options', {'inlayHints': v:false, 'codeLens': v:false})

function! PolicyLsRoot(buffer) abort
  let l:file = ale#path#FindNearestFile(a:buffer, 'policy-ls.toml')
  return empty(l:file) ? fnamemodify(bufname(a:buffer), ':p:h') : fnamemodify(l:file, ':h')
endfunction

augroup policy_ls
  autocmd!
  " ALE must have been loaded first.
  autocmd VimEnter * call s:define()
augroup END

function! s:define() abort
  for l:language in ['markdown', 'text']
    call ale#linter#Define(l:language, {
    \ 'name': 'policy-ls',
    \ 'lsp': 'stdio',
    \ 'executable': {-> g:policy_ls_command},
    \ 'command': '%e serve',
    \ 'project_root': function('PolicyLsRoot'),
    \ 'initialization_options': {-> g:policy_ls_options},
    \ 'language': l:language ==# 'text' ? 'plaintext' : 'markdown',
    \})
  endfor
endfunction

if v:vim_did_enter
  call s:define()
endif
