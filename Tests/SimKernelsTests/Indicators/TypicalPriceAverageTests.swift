import SimColumns
import SimKernels
import Testing

struct TypicalPriceAverageTests {
  @Test(arguments: boundaryRows) func vectorEqualsScalarBitForBit(rows: Int) {
    expectTwins(rows: rows) { memory in
      let (values, volumes) = (memory.column(), memory.column())
      let kernel = TypicalPriceAverage(
        values: WindowSum(
          period: 5, scale: 1, ring: memory.ring(5), beginning: memory.column(), result: values),
        volumes: WindowSum(
          period: 5, scale: 1, ring: memory.ring(5), beginning: memory.column(), result: volumes),
        scratch: memory.column(), average: memory.column())
      func call(_ update: @escaping (Range<Int>, Int, RandomBars) -> Void) -> (Range<Int>, Int, RandomBars) -> Void {
        update
      }
      return (
        call {
          kernel.scalar(
            $0, candle: $1, high: $2.high.view, low: $2.low.view, close: $2.close.view, volume: $2.volume.view)
        },
        call {
          kernel.vector(
            $0, candle: $1, high: $2.high.view, low: $2.low.view, close: $2.close.view, volume: $2.volume.view)
        }
      )
    }
  }

  @Test func pricesCountByTheirVolume() {
    let memory = KernelMemory(stride: 1)
    let kernel = TypicalPriceAverage(
      values: WindowSum(
        period: 2, scale: 1, ring: memory.ring(2), beginning: memory.column(), result: memory.column()),
      volumes: WindowSum(
        period: 2, scale: 1, ring: memory.ring(2), beginning: memory.column(), result: memory.column()),
      scratch: memory.column(), average: memory.column())
    func take(_ candle: Int, _ price: Double, _ volume: Double) -> Double {
      let price = Column([price])
      kernel.scalar(
        0..<1, candle: candle, high: price.view, low: price.view, close: price.view, volume: memory.input(volume))
      return kernel.average[0]
    }
    #expect(take(0, 10, 3).isNaN)
    #expect(abs(take(1, 20, 1) - 12.5) < 1e-12)
    #expect(abs(take(2, 30, 0) - 20) < 1e-12)
    #expect(abs(take(3, 40, 0) - 40) < 1e-12, "nothing was traded: the newest price")
  }
}
