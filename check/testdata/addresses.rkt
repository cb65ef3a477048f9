# Addresses of notify: those of parameters, at the parameter, and each part of a chain.

config { log memory }
param text = "slak://x" # ERROR "RKT139.*the scheme .slak. of the address is not known"
param number = 5        # ERROR "RKT139.*an address is a text"
param through = inner
param inner = env "URL" >> "sms://x" # ERROR "RKT139.*sms"
param fine = "ntfy://ntfy.sh/topic"
param heading = "sms://x"
task a when daily { notify text }
task b when daily { notify number }
task c when daily { notify through }
task d when daily { notify env "URL" >> fine >> "sms://y" } # ERROR "RKT139.*sms"
task e when daily { notify fine; title heading }
