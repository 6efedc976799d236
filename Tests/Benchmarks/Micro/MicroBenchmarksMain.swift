import Glibc

/// Does one small thing many times, for callgrind to count: `micro-benchmarks NAME TIMES`, or `--list`.
@main
enum MicroBenchmarksMain {
  private static var workloads: [(name: String, run: (Int) throws -> Int)] {
    CodecWorkloads.all + FieldTableWorkloads.all + InboxWorkloads.all
  }

  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    if arguments == ["--list"] {
      for workload in self.workloads { print(workload.name) }
    } else if arguments.count == 2, let name = arguments.first, let times = arguments.last.flatMap({ Int($0) }),
      let workload = self.workloads.first(where: { $0.name == name })
    {
      // Printed, so that nothing of it is optimized away.
      print(try workload.run(times))
    } else {
      print("usage: micro-benchmarks --list | NAME TIMES")
      exit(64)
    }
  }
}
