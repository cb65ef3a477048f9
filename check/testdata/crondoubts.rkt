# Conditions that come less often, or more often, than they look.
config { log memory }
task a1 when cron */90 * * * * { command "true" }                             # WARNING "RKT225.*the step 90 is larger than the range 0 to 59 of the minute: only 0 is left.*write 0, or for an interval: every 90 minutes"
task a2 when cron 0 0 */32 * * { command "true" }                             # WARNING "RKT225.*the step 32 is larger than the range 1 to 31 of the day_of_month: only 1 is left"
task a3 when cron 0 */24 * * * { command "true" }                             # WARNING "RKT225.*range 0 to 23 of the hour.*every 24 hours"
task a4 when cron "0 0 1 */13 *" { command "true" }                           # WARNING "RKT225.*range 1 to 12 of the month: only 1 is left.*write 1$"
task a5 when cron 0 0 * * */7 { command "true" }                              # WARNING "RKT225.*range 0 to 6 of the day_of_week.*only 0"
task a6 when cron */60 * * * * * { command "true" }                           # WARNING "RKT225.*range 0 to 59 of the second"
task a7 when cron(minute: "10-20/15,30") { command "true" }                   # WARNING "RKT225.*range 10 to 20 of the minute: only 10"
task a8 when cron 45/20 * * * * { command "true" }                            # WARNING "RKT225.*range 45 to 59 of the minute: only 45"
task a9 when cron 0 22-2/6 * * * { command "true" }                           # WARNING "RKT225.*only 22 is left"
task b1 when cron 0 0 13 * Fri { command "true" }                             # WARNING "RKT226.*joined by .or.*for days of both write: cron 0 0 13 . . & crontime . . . . Fri"
task b2 when every 1 hour & crontime "0 30 9 1,15 * 5#2" { command "true" }   # WARNING "RKT226.*write: crontime 0 30 9 1,15 . . & crontime . . . . 5#2"
task c1 when yearly on Feb 29th { command "true" }                            # WARNING "RKT227.*Feb 29th comes in leap years only"
task c2 when yearly on Feb 28th, Feb 29th at 10:00 { command "true" }         # WARNING "RKT227"
task c3 when every 1 hour & time of year on Feb 29th 10:00 { command "true" } # WARNING "RKT227"
task c4 when cron 0 0 29 2 * { command "true" }                               # WARNING "RKT227.*cron .0 0 29 2 .*leap years only"
task d1 when cron */59 */23 */30 */11 * { command "true" }
task d2 when cron 0 0 */2 * Fri { command "true" }
task d3 when cron 0 0 28,29 2 * | yearly between Feb 29th and Mar 2nd | yearly starting Feb 29th { command "true" }
task d4 when cron 0 0 13 * ? | cron @daily | cron 0 0 * * 5 { command "true" }
cond leap = yearly on Feb 29th # WARNING "RKT227"
task e1 when leap { command "true" }
task e2 when leap & true { command "true" }
task f1 when hourly between 08:00 and 18:00 { command "true" }              # WARNING "RKT229.*hourly counts minutes: 08:00 is minute 08 of each hour.*write: hourly & time of day between 08:00 and 18:00; for minutes: hourly between 08 and 18"
task f2 when hourly after 9:00 { command "true" }                           # WARNING "RKT229.*hourly & time of day after 9:00; for minutes: hourly after 9"
task f3 when hourly at 06:00, 18:00 { command "true" }                      # WARNING "RKT229.*write: daily at 06:00, 18:00; for minutes: hourly at 06, 18"
task f4 when every 5 minutes & time of hour before 12:00 { command "true" } # WARNING "RKT229.*write: time of day before 12:00; for minutes: time of hour before 12"
cond work = time of hour between 08:00 and 24:00                            # WARNING "RKT229"
task f5 when every 5 minutes & work { command "true" }
task f6 when hourly & work { command "true" }
task f7 when hourly at 30:00 | hourly after 15:30 | hourly between 08:00 and 45:00 { command "true" }
task f8 when hourly between 8 and 18 | minutely after 10 | daily between 08:00 and 18:00 { command "true" }
