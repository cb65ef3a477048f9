" Racket's files end in .rkt, too: they begin with #lang, #! and racket, a comment or a bracket.
autocmd BufRead,BufNewFile *.rkt call s:Detect()

function! s:Detect() abort
  if getline(1) !~# '\v^(#lang|#!.*racket|#\||;|\()'
    set filetype=rkt
  endif
endfunction
