@echo off
rem EdgeAD from a checkout on Windows: builds when needed, then runs the command-line tool. Needs the .NET 10 SDK, CMake and a C compiler.
setlocal
set DOTNET_CLI_TELEMETRY_OPTOUT=1
set DOTNET_NOLOGO=1
where dotnet >nul 2>nul || (echo error E1403: the .NET 10 SDK is missing. Install it with: winget install Microsoft.DotNet.SDK.10 1>&2& exit /b 14)
where cmake >nul 2>nul || (echo error E1403: CMake is missing. Install it with: winget install Kitware.CMake 1>&2& exit /b 14)
if "%1"=="test" goto test
dotnet build "%~dp0tools\ModelPacker\EdgeAD.ModelPacker.csproj" -c Release -v q --nologo -clp:NoSummary -p:WithTorch=false 1>&2 || exit /b 14
dotnet "%~dp0tools\ModelPacker\bin\Release\net10.0\edgead.dll" %*
exit /b %errorlevel%

:test
set failed=0
cmake -S "%~dp0native-kernels" -B "%~dp0build\native-tests" -DEAD_TESTS=ON || exit /b 14
cmake --build "%~dp0build\native-tests" --config Release || exit /b 14
ctest --test-dir "%~dp0build\native-tests" -C Release --output-on-failure || set failed=1
for /d %%d in ("%~dp0tests\*.Tests") do (
  dotnet run --project "%%d" -c Release || set failed=1
)
exit /b %failed%
