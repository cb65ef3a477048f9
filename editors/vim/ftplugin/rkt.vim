if exists("b:did_ftplugin")
  finish
endif
let b:did_ftplugin = 1

setlocal comments=:# commentstring=#\ %s formatoptions-=t formatoptions+=croql
setlocal expandtab shiftwidth=4 softtabstop=4
setlocal formatprg=rocketc\ fmt\ -

" :RktFmt gives the buffer its layout, and leaves it alone if it does not parse.
command! -buffer RktFmt call s:Format()

function! s:Format() abort
  let l:text = systemlist('rocketc fmt -', getline(1, '$') + [''])
  if v:shell_error
    echohl ErrorMsg | echomsg get(l:text, 0, 'rocketc fmt fails') | echohl None
    return
  endif
  let l:view = winsaveview()
  call setline(1, l:text)
  if line('$') > len(l:text)
    silent execute (len(l:text) + 1) . ',$delete _'
  endif
  call winrestview(l:view)
endfunction

let b:undo_ftplugin = 'setlocal comments< commentstring< formatoptions< expandtab<'
      \ . ' shiftwidth< softtabstop< formatprg< | delcommand -buffer RktFmt'
