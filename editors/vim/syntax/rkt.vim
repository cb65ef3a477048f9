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
syntax keyword rktDeclaration contained package import config param secret calendar pool cond hook group task test
syntax keyword rktAction contained func command code notify do
syntax keyword rktKey contained execution on priority timezone timeout grace multilaunch overlap on_startup on_shutdown permanent disabled on_exists formerly catch_up spread run_id params dir env user shell argform success output progress title message task_execution task_pre_exist force_status_from_logs silence_task_prerun silence_cond_check max_process_count restarting cycle_sleep silence_task_logging retry_log instant_shutdown shut_cond param_materialize name log console holidays also_open weekend
syntax keyword rktStatement contained at with assume off run expect succeeds fails crashes hangs returns really
syntax keyword rktClause contained when until checked
syntax keyword rktBegins contained
      \ true false always never secondly minutely hourly daily weekly monthly yearly time once business holiday every cron crontime after has is last running while retry scheduler
syntax keyword rktFunc contained func
syntax keyword rktValue contained true false unknown always never none process thread main async remote long short raise rename ignore replace relaunch fresh recall skip wait pre post uuid increment memory file csv sqlite postgres read_only session config logger causes scheduled
syntax keyword rktCondition contained secondly minutely hourly daily weekly monthly yearly time once business holiday every cron crontime after has is last running while task retry scheduler env param
syntax keyword rktOutcome contained succeeded failed finished terminated crashed missed started inacted
syntax keyword rktDay contained Mon Monday Tue Tuesday Wed Wednesday Thu Thursday Fri Friday Sat Saturday Sun Sunday Jan January Feb February Mar March Apr April May Jun June Jul July Aug August Sep September Oct October Nov November Dec December last day am pm quarter noon midnight weekdays weekends
syntax keyword rktStep contained shutdown restart hold resume set run terminate disable enable remove
syntax keyword rktTest contained timezone with assume off expect succeeds fails crashes hangs returns really
syntax keyword rktPhrase contained
      \ before between on at starting checked of based any tasks past this today in times for backoff ago and or all by host than more less over up to days cycle cycles runs exists weight force from valid execution went wrong the return keep minute hour week month year success fail finish next previous second day_of_month day_of_week token tls startup
syntax keyword rktUnit contained week weeks w day days d hour hours hr hrs h minute minutes min mins m second seconds sec secs s millisecond milliseconds ms microsecond microseconds µs μs us nanosecond nanoseconds ns B KB MB GB TB KiB MiB GiB TiB month months year years

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
