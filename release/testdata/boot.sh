#!/bin/bash
# boot.sh DIR DEB: boots systemd as process 1 of a container in DIR, with the /usr of this machine
# and the package installed over that. The schedule in /etc/rocketc/first is enabled; the unit
# probe looks at it, writes DIR/root/root/probe.out, and ends the container. It runs in
# namespaces of its own: unshare --fork --pid --mount --uts --ipc --cgroup boot.sh DIR DEB
set -eu
root=$1/root over=$1/over
mkdir -p "$root"/{usr,run,proc,sys,dev,tmp,root} "$root"/var/{log,cache,lib/dpkg/{info,updates}} \
	"$root"/etc/{systemd/system,rocketc/first} "$over"
for dir in bin sbin lib lib64; do ln -s usr/$dir "$root/$dir"; done

mount --make-rprivate /
mount -t tmpfs tmpfs "$over"
mkdir "$over"/{upper,work}
mount -t overlay overlay -o lowerdir=/usr,upperdir="$over/upper",workdir="$over/work" "$root/usr"
for dir in run tmp dev; do mount -t tmpfs tmpfs "$root/$dir"; done
for name in null zero urandom random tty; do
	touch "$root/dev/$name"
	mount --bind /dev/$name "$root/dev/$name"
done
ln -s /proc/self/fd "$root/dev/fd"
mount --rbind /sys "$root/sys"
mount -o remount,bind,ro "$root/sys"
mount -t proc proc "$root/proc"
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,bind,ro "$root/proc/sys"

touch "$root"/var/lib/dpkg/status "$root"/etc/os-release
echo 0123456789abcdef0123456789abcdef >"$root/etc/machine-id"
echo 'root:x:0:0:root:/root:/bin/sh' >"$root/etc/passwd"
echo 'root:x:0:' >"$root/etc/group"
dpkg --root="$root" -i "$2"

echo 'WORD=hello' >"$root/etc/rocketc/first/environment"
cat >"$root/etc/rocketc/first/first.rkt" <<'END'
config { log file "runs.jsonl" }
task look when every 1 hour { command "echo $WORD from $(pwd)" }
task bye { command "echo bye"; on_shutdown }
END
cat >"$root/root/probe.sh" <<'END'
for i in $(seq 100); do
	systemctl is-active -q rocketc@first && break
	sleep 0.2
done
{
	rocketc ctl first history
	systemctl show -p StatusText -p MainPID rocketc@first
	systemctl restart rocketc@first
	systemctl is-active rocketc@first
	systemctl stop rocketc@first
	systemctl is-active rocketc@first
	systemctl is-failed rocketc@first
	journalctl -u rocketc@first -o cat
	rocketc history --json /var/lib/rocketc/first/runs.jsonl
} >/root/probe.out 2>&1
systemctl poweroff --force --force
END
printf '[Service]\nExecStart=/bin/sh /root/probe.sh\n[Install]\nWantedBy=multi-user.target\n' \
	>"$root/etc/systemd/system/probe.service"
ln -s /lib/systemd/system/multi-user.target "$root/etc/systemd/system/default.target"
chroot "$root" systemctl enable rocketc@first probe
exec env -i container=oci PATH=/usr/sbin:/usr/bin chroot "$root" \
	/lib/systemd/systemd --system --log-target=console --show-status=no
