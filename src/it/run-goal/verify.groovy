def log = new File(basedir, 'build.log').text
assert log.contains("user 1000:1234 of 1234 2000 in /var/spool with 'hello' and 2 arguments: by default\n")
assert log.contains('can write to /orders')
assert log.contains("user 1000:1234 of 1234 2000 in /var/spool with 'bye' and 4 arguments: by default three more words\n")
assert log.contains('order-1\n')
assert log =~ /run-goal-1\.0\.aci ended with exit code 7/
assert log.contains('no-such.aci')
assert log.contains('ports are forwarded by rkt alone (baci.engine=rkt)')
assert log =~ /there is no rkt executable at '.*no-such-rkt' \(baci\.rktPath\)/
assert !log.contains('\tat io.github.baci')
return true
