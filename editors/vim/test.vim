" policy-ls.vim in a real Vim with ALE, without a window.
" usage: SERVER=policy-ls DRAFTS=FOLDER vim -N -u NONE -i NONE -n -es -S test.vim
" FOLDER holds copies of seeds/drafts and may be written to.
set nomore hidden
let g:ale_linters_explicit = 1
let g:ale_linters = {'markdown': ['policy-ls']}
let g:ale_lint_delay = 0
let g:ale_set_balloons = 0
let g:ale_hover_to_preview = 1
let g:policy_ls_command = fnamemodify($SERVER, ':p')
for s:place in ['/usr/share/vim-ale', '/usr/share/vim/vimfiles/pack/dist-bundle/opt/ale', '/usr/share/vim/addons']
  if filereadable(s:place . '/plugin/ale.vim') | execute 'set runtimepath^=' . s:place | endif
endfor
runtime plugin/ale.vim
execute 'source ' . expand('<sfile>:p:h') . '/policy-ls.vim'
doautocmd VimEnter
filetype on
let s:out = [] | let s:failed = 0
function! Check(name, ok, got) abort
  call add(s:out, (a:ok ? 'ok   ' : 'FAIL ') . a:name . (a:ok ? '' : ': ' . string(a:got)))
  let s:failed += !a:ok
endfunction
function! Until(what) abort
  for l:i in range(400)
    if eval(a:what) | return 1 | endif
    sleep 50m
  endfor
  return 0
endfunction
function! Found(words) abort
  return !empty(filter(copy(ale#engine#GetLoclist(bufnr('legal-framework.md'))), {_, it -> it.text =~# a:words}))
endfunction
let g:drafts = fnamemodify($DRAFTS, ':p')
execute 'edit ' . fnameescape(g:drafts . 'legal-framework.md')
setfiletype markdown
ALELint
call Check('finds the wrong date', Until('Found("July 2001")'), ale#engine#GetLoclist(bufnr('')))
call Check('and the altered quotation', Found('neither'), ale#engine#GetLoclist(bufnr('')))
call cursor(40, 10)
ALEHover
call Check('hover tells what a treaty is', Until('join(getbufline("ALEPreviewWindow", 1, "$")) =~# "Signed"'), getbufline('ALEPreviewWindow', 1, '$'))
call cursor(36, 27)
ALEGoToDefinition
call Check('goes to the source', Until('expand("%:t") ==# "chronicle.md"'), expand('%'))
call Check('at the passage', getline('.') =~# 'neither\|The two countries', getline('.'))
execute 'buffer ' . bufnr('legal-framework.md')
call cursor(41, 80)
ALEFindReferences -quickfix
call Check('finds where else it is named', Until('len(getqflist()) > 1'), getqflist())
cclose
execute 'buffer ' . bufnr('legal-framework.md')
ALESymbolSearch Shanghai Cooperation
call Check('lists who is named anywhere', Until('join(getbufline("ALEPreviewWindow", 1, "$")) =~# "Shanghai Coop"'), getbufline("ALEPreviewWindow", 1, "$"))
execute 'buffer ' . bufnr('legal-framework.md')
call cursor(40, 96)
" Where a user would type the number of an offer.
runtime autoload/ale/util.vim
function! ale#util#Input(offers, ...) abort
  return matchstr(a:offers, '\d\+\ze) [^\n]*July 2001')
endfunction
ALECodeAction
call Check('a fix takes the source’s date', Until('getline(40) =~# "July 2001"'), getline(40))
call setline(42, substitute(getline(42), '31 June', 'June', ''))
ALELint
call Check('an edit clears a finding', Until('!Found("31 June")'), ale#engine#GetLoclist(bufnr('')))
call add(s:out, (len(s:out) - s:failed) . ' passed, ' . s:failed . ' failed')
call writefile(s:out, '/dev/stdout')
execute s:failed ? 'cquit' : 'qall!'
