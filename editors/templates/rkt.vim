" Vim syntax file
" Language: schedules of rocketc
" go test . -run TestEditors -update makes this file of editors/templates and the words of the
" compiler.

if exists("b:current_syntax")
  finish
endif

syntax case match
" What a word is depends on its place: it begins a statement, or it does not.
syntax match rktWord transparent "\v<\h\w*>"
      \ contains=rktClause,rktCondition,rktValue,rktOutcome,rktDay,rktStep,rktTest,rktPhrase,rktFunc
syntax match rktStart transparent "\v(^|[{};])@1<=\s*\h\w*>\ze(\s*[:.,)])@!"
      \ contains=rktDeclaration,rktAction,rktKey,rktStatement,rktClause,rktBegins

" A word that is in several lists has the first.
syntax keyword rktDeclaration contained {{list .Declarations}}
syntax keyword rktAction contained {{list .Actions}}
syntax keyword rktKey contained {{list (without .Keys .Declarations .Actions)}}
syntax keyword rktStatement contained {{list (without .Tests .Keys .Declarations .Actions)}}
syntax keyword rktClause contained {{list .Clauses}}
syntax keyword rktBegins contained
      \ {{list (without .Conditions .Tests .Keys .Declarations .Actions)}}
syntax keyword rktFunc contained func
syntax keyword rktValue contained {{list .Values}}
syntax keyword rktCondition contained {{list (without .Conditions .Values .Actions)}}
syntax keyword rktOutcome contained {{list (without .Outcomes .Conditions)}}
syntax keyword rktDay contained {{list .Days}}
syntax keyword rktStep contained {{list (without .Steps .Conditions)}}
syntax keyword rktTest contained {{list (without .Tests .Conditions .Steps .Phrases)}}
syntax keyword rktPhrase contained
      \ {{list (without .Phrases .Conditions .Values .Outcomes .Days .Steps)}}
syntax keyword rktUnit contained {{list .Units}}

syntax match rktNumber "\v<\d[0-9A-Za-z_.]*(:\d[0-9A-Za-z_.]*)*" nextgroup=rktUnit skipwhite
syntax match rktOperator "[&|~=<>]"
syntax match rktPath "\v<\h\w*(\.(\h\w*|\*))+"
syntax match rktEscape contained "\v\\([abfnrtv\\'\"]|\o{3}|x\x{2}|u\x{4}|U\x{8})"
syntax region rktString start=/"/ skip=/\\./ end=/"\|$/ contains=rktEscape
syntax region rktString start=/'/ skip=/\\./ end=/'\|$/ contains=rktEscape
syntax region rktString start=/`/ end=/`/
syntax keyword rktTodo contained TODO FIXME NOTE
syntax match rktComment "#.*$" contains=rktTodo,@Spell

syntax include @rktGo syntax/go.vim
unlet! b:current_syntax
syntax region rktGoBraces contained matchgroup=rktGoBrace start=/{/ end=/}/ contains=@rktGo,rktGoBraces
syntax region rktGoCode matchgroup=rktAction contains=@rktGo,rktGoBraces
      \ start=/\v(^|[{};])@1<=\s*<code>[^"'`#|&=:{}]*(interface\{\}|struct\{\})?[^"'`#{}]*\{\}@!/ end=/}/

highlight default link rktDeclaration Keyword
highlight default link rktClause Keyword
highlight default link rktAction Statement
highlight default link rktStep Statement
highlight default link rktFunc Statement
highlight default link rktStatement Statement
highlight default link rktBegins Type
highlight default link rktTest Statement
highlight default link rktKey Identifier
highlight default link rktCondition Type
highlight default link rktPhrase Operator
highlight default link rktOutcome Constant
highlight default link rktDay Constant
highlight default link rktUnit Constant
highlight default link rktValue Constant
highlight default link rktNumber Number
highlight default link rktOperator Operator
highlight default link rktPath Function
highlight default link rktString String
highlight default link rktEscape SpecialChar
highlight default link rktComment Comment
highlight default link rktTodo Todo

let b:current_syntax = "rkt"
