import SimColumns
import SimEngine
import SimQuant

/// `qtg analyze indicators`: the engine's indicators on a table of candles, one symbol, row by row.
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
    let bank = IndicatorBank(indicators, symbolCount: 1)
    let columns = indicators.flatMap { bank.view.columns(of: $0) ?? [] }
    try table.append((["index"] + indicators.flatMap(\.outputNames)).joined(separator: ",") + "\n")
    var count = 0
    while try candles.next() {
      bank.view.update(0..<1, candles.bars)
      var line = "\(count)"
      for column in columns { line += IndicatorView.known(column[0]).map { ",\($0)" } ?? "," }
      try table.append(line + "\n")
      count += 1
    }
    try table.finish()
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

/// The candles of a CSV file, checked and handed to the bank one by one.
private struct CandleTable: ~Copyable {
  let bars: Bars
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
    high = Column(count: 1, filledWith: 0)
    low = Column(count: 1, filledWith: 0)
    close = Column(count: 1, filledWith: 0)
    volume = Column(count: 1, filledWith: 0)
    bars = Bars(high: high.view, low: low.view, close: close.view, volume: volume.view)
  }

  /// Reads the next candle into ``bars``.
  mutating func next() throws(Failure) -> Bool {
    guard try file.next() else { return false }
    for (field, column) in cells {
      let value = try file.number(column)
      switch field {
      case .volume:
        guard value >= 0 else { throw file.bad(column, allowed: "a volume of 0 or more") }
        volume.view[0] = value
      case .high, .low, .close:
        guard value >= .leastNormalMagnitude else { throw file.bad(column, allowed: "a price above 0") }
        if field == .high { high.view[0] = value }
        if field == .low { low.view[0] = value }
        if field == .close { close.view[0] = value }
      }
    }
    if cells.contains(where: { $0.field == .high }), high.view[0] < low.view[0] {
      throw file.bad("the high \(high.view[0]) is below the low \(low.view[0])")
    }
    return true
  }
}
