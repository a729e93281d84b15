import Testing

@testable import SimReport

struct MachineInfoTests {
  @Test func theModelNameIsReadFromWhatTheKernelWrites() {
    let x86 =
      "processor\t: 0\nvendor_id\t: X\nmodel\t\t: 85\nmodel name\t: Fast CPU @ 2.0: GHz \n\nprocessor\t: 1\nmodel name\t: Other\n"
    #expect(MachineInfo.cpuModel(cpuinfo: x86) == "Fast CPU @ 2.0: GHz")
    #expect(MachineInfo.cpuModel(cpuinfo: "processor : 0\nModel\t: Small Board 5\n") == "Small Board 5")
    #expect(MachineInfo.cpuModel(cpuinfo: "model name\t:\nprocessor\t: 0\n") == nil)
    #expect(MachineInfo.cpuModel(cpuinfo: "") == nil)
  }

  @Test func sizesAreReadInBytes() {
    let status = "Name:\tx\nVmPeak:\t  900 kB\nVmHWM:\t   98304 kB\nVmRSS:\t 1 kB\nThreads: 3\n"
    #expect(MachineInfo.bytes(of: "VmHWM", status: status) == 100_663_296)
    #expect(MachineInfo.bytes(of: "Threads", status: status) == nil)
    #expect(MachineInfo.bytes(of: "VmSwap", status: status) == nil)
  }

  @Test func thisMachineHasACoreAndMemory() {
    let machine = MachineInfo.ofThisMachine()
    #expect(machine.cores >= 1)
    #expect(machine.memoryBytes > 1 << 20)
    #expect(!machine.cpu.isEmpty)
  }

  #if os(Linux)
    @Test func thePeakGrowsWithWhatIsTouched() throws {
      let before = try #require(MachineInfo.peakResidentBytes())
      // Above the peak so far by any account, and touched, so that it must count.
      let count = Int(before) + (64 << 20)
      let bytes = [UInt8](repeating: 1, count: count)
      let after = try #require(MachineInfo.peakResidentBytes())
      #expect(bytes[count - 1] == 1 && after > before)
    }
  #endif
}
