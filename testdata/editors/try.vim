" TestVim runs this script. ROOT is the root of the repository. The file out has the types of
" files, and the highlighting at the beginning of words; the file indented has the desk example
" indented anew.

set runtimepath^=ROOT/editors/vim
filetype plugin indent on
syntax on
let s:out = []

edit racket.rkt
call add(s:out, 'racket.rkt is no schedule: ' . (&filetype !=# 'rkt'))
edit ROOT/grammar/testdata/every_form.rkt
call add(s:out, 'every_form.rkt: ' . &filetype . ', shiftwidth ' . &shiftwidth)

" Each line once: its words, each with the group that the first character has.
for s:number in range(1, line('$'))
  let s:line = getline(s:number)
  let s:words = []
  let s:at = 0
  while 1
    let s:at = match(s:line, '\S\+', s:at)
    if s:at < 0
      break
    endif
    let s:group = substitute(synIDattr(synID(s:number, s:at + 1, 1), 'name'), '^go.*', 'Go', '')
    call add(s:words, matchstr(s:line, '\S\+', s:at) . (s:group ==# '' ? '' : '<' . s:group . '>'))
    let s:at = matchend(s:line, '\S\+', s:at)
  endwhile
  call add(s:out, join(s:words))
endfor
call writefile(s:out, 'out')

edit ROOT/examples/desk/desk.rkt
setlocal noswapfile
%s/^ \+//
normal! gg=G
call writefile(getline(1, '$'), 'indented')
qall!
