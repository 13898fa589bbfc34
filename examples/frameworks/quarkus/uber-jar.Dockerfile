# mvn package -Dquarkus.package.jar.type=uber-jar -Dbaci.dockerfile=uber-jar.Dockerfile
FROM jlink://auto
COPY target/app-runner.jar /app/app.jar
USER nobody
EXPOSE 8080
ENTRYPOINT ["java", "-jar", "/app/app.jar"]
