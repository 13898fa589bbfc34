import io.github.baci.testing.*

Command.of('cp', '-a', BusyboxBase.image().layout().toString(), new File(basedir, 'base/busybox').path).succeed()

// The application as somebody else checks it out, who has the two repositories, and nothing local.
// The parent of all stories has been deployed before.
def checkout = new File(basedir, 'checkout')
checkout.mkdirs()
Command.of('cp', '-a', new File(basedir, 'app').path, checkout.path).succeed()
def parent = new File(basedir, 'releases/org/example/parent/1.0/parent-1.0.pom')
parent.parentFile.mkdirs()
parent.bytes = new File(basedir, '../parent/pom.xml').bytes
new File(parent.path + '.sha1').text = parent.bytes.digest('SHA-1')
def releases = new File(basedir, 'releases').toURI()
def plugins = new File(basedir, '../../it-repo').canonicalFile.toURI()
new File(checkout, 'settings.xml').text = """<settings>
  <profiles>
    <profile>
      <id>deployed</id>
      <repositories>
        <repository>
          <id>releases</id>
          <url>${releases}</url>
        </repository>
        <repository>
          <id>plugins</id>
          <url>${plugins}</url>
        </repository>
      </repositories>
      <pluginRepositories>
        <pluginRepository>
          <id>plugins</id>
          <url>${plugins}</url>
        </pluginRepository>
      </pluginRepositories>
    </profile>
  </profiles>
  <activeProfiles>
    <activeProfile>deployed</activeProfile>
  </activeProfiles>
</settings>
"""
return true
