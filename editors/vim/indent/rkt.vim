if exists("b:did_indent")
  finish
endif
let b:did_indent = 1

setlocal indentexpr=GetRktIndent() indentkeys=0{,0},0),0],0&,0\|,o,O,!^F
let b:undo_indent = 'setlocal indentexpr< indentkeys<'

if exists("*GetRktIndent")
  finish
endif

" The indent is that of the line before, a level more behind an open bracket, a level less
" before a closing one.
function! GetRktIndent() abort
  let l:before = prevnonblank(v:lnum - 1)
  if l:before == 0
    return 0
  endif
  let l:text = substitute(getline(l:before), '\v"(\\.|[^"\\])*"|''[^'']*''|#.*$', '', 'g')
  let l:indent = indent(l:before)
  if l:text =~# '[\[({]\s*$'
    let l:indent += shiftwidth()
  endif
  let l:line = getline(v:lnum)
  if l:line =~# '^\s*[\])}]'
    let l:indent -= shiftwidth()
  elseif l:line =~# '\v^\s*([&|]|\>\>)' && l:text !~# '\v^\s*([&|]|\>\>)'
    let l:indent += shiftwidth()
  endif
  return l:indent
endfunction
