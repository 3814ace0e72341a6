import KernelSwarmCLI

await CommandLineTool.main()
