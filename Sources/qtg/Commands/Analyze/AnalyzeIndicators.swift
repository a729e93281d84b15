import SimColumns
import SimEngine
import SimQuant

/// `qtg analyze indicators`: the engine's indicators on a table of candles, one symbol, a chunk of rows at a time.
enum AnalyzeIndicatorsCommand: Command {
  static let name = "analyze indicators"
  static let summary = "compute indicators of the candles in a CSV file"
  static let flags = [
    Flag("--input", taking: "FILE", "candles, oldest first: columns close and, where needed, high, low, volume"),
    Flag("--indicators", taking: "LIST", "which: names with their numbers, as in the examples, separated by commas"),
    Flag("--out", taking: "FILE", "where the table goes, instead of standard output"),
  ]
  static let examples = [
    Example(
      "qtg analyze indicators --input ohlcv.csv --indicators sma:20,ema:12,rsi:14,macd:12:26:9,bollinger:20:2,atr:14",
      "a row for each candle; a cell is empty until there are candles enough"),
    Example(
      "qtg analyze indicators --input ohlcv.csv --indicators vwap:20,realised_volatility:20,roc:10,stochastic:14:3:3",
      "the others there are: volume-weighted price, volatility, rate of change, stochastic oscillator"),
    Example("qtg analyze indicators --input ohlcv.csv --indicators sma:20 --out values.csv", "into a file"),
  ]

  static func run(_ arguments: Arguments, environment: [String: String]) throws(Failure) -> ExitCode {
    guard let input = arguments.value("--input")?.text else {
      throw .usage(["--input: the file of candles is missing"], of: name)
    }
    let indicators = try indicators(arguments)
    let out = arguments.value("--out")?.text
    try OutputProbe.checkDistinct([("--input", input), ("--out", out)])

    var candles = try CandleTable.open(input, needing: indicators)
    let table = try TableWriter(out)
    var series = IndicatorSeries(indicators)
    let names = indicators.flatMap(\.outputNames)
    let values = Column<Double>(count: names.count * CandleTable.chunkRows, filledWith: 0)
    let columns = names.indices.map {
      values.view[$0 * CandleTable.chunkRows..<($0 + 1) * CandleTable.chunkRows]
    }
    try table.append((["index"] + names).joined(separator: ",") + "\n")
    while let chunk = try candles.next() {
      let first = series.candleCount
      series.take(chunk, into: columns)
      for row in 0..<chunk.close.count {
        var line = "\(first + row)"
        for column in columns { line += IndicatorView.known(column[row]).map { ",\($0)" } ?? "," }
        try table.append(line + "\n")
      }
    }
    try table.finish()
    let count = series.candleCount
    for indicator in indicators where count < indicator.warmUpCandles {
      let needed = indicator.warmUpCandles
      Output.error(
        "qtg: \(input): \(IndicatorText.text(indicator)) needs \(counted(needed, "row")) and there are \(count): "
          + "its cells are empty\n")
    }
    return .done
  }

  /// The indicators listed, each once.
  private static func indicators(_ arguments: Arguments) throws(Failure) -> [Indicator] {
    guard let list = arguments.value("--indicators") else {
      throw .usage(["--indicators: none are named; as in `--indicators sma:20,rsi:14`"], of: name)
    }
    var problems: [String] = []
    var found: [Indicator] = []
    for piece in list.text.split(separator: ",", omittingEmptySubsequences: false) {
      do throws(IndicatorTextError) {
        let indicator = try IndicatorText.parse(piece.trimmingPrefix(while: \.isWhitespace).description)
        if !found.contains(indicator) { found.append(indicator) }
      } catch {
        problems.append("--indicators: \(explained(error))")
      }
    }
    guard problems.isEmpty else { throw .usage(problems, of: name) }
    return found
  }

  private static func explained(_ error: IndicatorTextError) -> String {
    guard case .unknownName(let found, let known) = error, let nearest = NearestName.of(found, among: known) else {
      return "\(error)"
    }
    return "\(error); did you mean `\(nearest)`?"
  }
}

/// The candles of a CSV file, checked, a chunk at a time: a file larger than memory will do.
private struct CandleTable: ~Copyable {
  static let chunkRows = 4_096
  private var file: CSVReader
  private let cells: [(field: BarField, column: Int)]
  private let high, low, close, volume: Column<Double>

  /// - Throws: every column that one of the indicators needs and the file does not have.
  static func open(_ path: String, needing indicators: [Indicator]) throws(Failure) -> CandleTable {
    let fields = BarField.allCases.filter { field in indicators.contains { $0.inputs.contains(field) } }
    let file = try CSVReader.open(path)
    let columns = try file.columns(fields.map(\.rawValue))
    return CandleTable(file, zip(fields, columns).map { ($0, $1) })
  }

  private init(_ file: consuming CSVReader, _ cells: [(field: BarField, column: Int)]) {
    self.file = file
    self.cells = cells
    high = Column(count: Self.chunkRows, filledWith: 0)
    low = Column(count: Self.chunkRows, filledWith: 0)
    close = Column(count: Self.chunkRows, filledWith: 0)
    volume = Column(count: Self.chunkRows, filledWith: 0)
  }

  /// The next candles, good until more are asked for; nil behind the last one.
  mutating func next() throws(Failure) -> Bars? {
    var count = 0
    while count < Self.chunkRows, try file.next() {
      try read(into: count)
      count += 1
    }
    let rows = 0..<count
    return count == 0
      ? nil : Bars(high: high.view[rows], low: low.view[rows], close: close.view[rows], volume: volume.view[rows])
  }

  private func read(into row: Int) throws(Failure) {
    for (field, column) in cells {
      let value = try file.number(column)
      switch field {
      case .volume:
        guard value >= 0 else { throw file.bad(column, allowed: "a volume of 0 or more") }
        volume.view[row] = value
      case .high, .low, .close:
        guard value >= .leastNormalMagnitude else { throw file.bad(column, allowed: "a price above 0") }
        if field == .high { high.view[row] = value }
        if field == .low { low.view[row] = value }
        if field == .close { close.view[row] = value }
      }
    }
    if cells.contains(where: { $0.field == .high }), high.view[row] < low.view[row] {
      throw file.bad("the high \(high.view[row]) is below the low \(low.view[row])")
    }
  }
}
