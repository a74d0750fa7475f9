using System.Reflection;

[assembly: AssemblyTitle("EdgeAD.Native")]
[assembly: AssemblyVersion("1.0.0.0")]
