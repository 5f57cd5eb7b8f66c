@echo off
rem install, uninstall, check and status of mule-ignite in a MULE_HOME. Runs on the Java that Mule runs on: that of
rem JAVA_HOME, or the one on the PATH. Windows keeps the jars of a running Java: uninstall from the unpacked zip.
setlocal
set "ROOT=%~dp0.."
set "JAVA=java"
if not "%JAVA_HOME%"=="" set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" -cp "%ROOT%\lib\mule-ignite\*" org.muleignite.cluster.installer.InstallerMain "%ROOT%" %*
exit /b %ERRORLEVEL%
