/// The text form of an ``Indicator``, for configurations and the command line: name and numbers, `macd:12:26:9`.
///
///     sma:20  ema:12  rsi:14  macd:12:26:9  bollinger:20:2  atr:14
///     vwap:20  realised_volatility:20  roc:10  stochastic:14:3:3
public enum IndicatorText {
  /// Names in the order of the documentation.
  public static let names = Indicator.Kind.allCases.map(\.rawValue)
  /// A declaration of each kind, for messages and help.
  public static let examples = Indicator.Kind.allCases.map { form($0).example }

  /// Memory grows with the period: 8 bytes a symbol and candle, 16 for bands and volatility.
  public static let periodMax = 100_000
  public static let widthMax = 100.0

  /// - Throws: the first thing that is wrong, with what would do.
  public static func parse(_ text: String) throws(IndicatorTextError) -> Indicator {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard let kind = Indicator.Kind(rawValue: parts[0].lowercased()) else {
      throw .unknownName(found: parts[0], known: names)
    }
    let form = form(kind)
    let given = parts.dropFirst()
    guard given.count == form.parameters.count else {
      throw .wrongParameterCount(
        text: text, expected: form.parameters.map(\.name), found: given.count, example: form.example)
    }
    var values: [Double] = []
    for (part, parameter) in zip(given, form.parameters) { values.append(try parameter.read(part, in: text)) }
    let indicator = form.make(values)
    if case .macd(let fast, let slow, _) = indicator, fast >= slow {
      throw .fastNotBelowSlow(text: text, fast: fast, slow: slow)
    }
    return indicator
  }

  /// The text that ``parse(_:)`` makes the indicator of.
  public static func text(_ indicator: Indicator) -> String {
    ([indicator.name] + indicator.parameters.map(number)).joined(separator: ":")
  }

  /// `2` and `2.5`: without a fraction that says nothing.
  static func number(_ value: Double) -> String {
    Int(exactly: value).map(String.init) ?? "\(value)"
  }

  // MARK: - The forms

  private struct Form {
    let parameters: [Parameter]
    let example: String
    let make: ([Double]) -> Indicator
  }

  private struct Parameter {
    let name: String
    let allowed: ClosedRange<Double>
    let isWhole: Bool

    static func period(_ name: String = "period", from least: Int = 1) -> Parameter {
      Parameter(name: name, allowed: Double(least)...Double(periodMax), isWhole: true)
    }

    func read(_ part: String, in text: String) throws(IndicatorTextError) -> Double {
      // Plain decimal digits: `Double` would also read `0x10`, `inf` and `1e3`.
      let isPlain = part.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2e }
      let value = isPlain ? Double(part) : nil
      guard let value, allowed.contains(value), !isWhole || Int(exactly: value) != nil else {
        throw .outOfRange(
          text: text, parameter: name, found: part, allowed: allowed, isWhole: isWhole)
      }
      return value
    }
  }

  private static func form(_ kind: Indicator.Kind) -> Form {
    switch kind {
    case .sma: Form(parameters: [.period()], example: "sma:20") { .sma(period: Int($0[0])) }
    case .ema: Form(parameters: [.period()], example: "ema:12") { .ema(period: Int($0[0])) }
    case .rsi: Form(parameters: [.period()], example: "rsi:14") { .rsi(period: Int($0[0])) }
    case .macd:
      Form(parameters: [.period("fast"), .period("slow"), .period("signal")], example: "macd:12:26:9") {
        .macd(fast: Int($0[0]), slow: Int($0[1]), signal: Int($0[2]))
      }
    case .bollinger:
      Form(
        parameters: [.period(), Parameter(name: "width", allowed: 0...widthMax, isWhole: false)],
        example: "bollinger:20:2"
      ) { .bollinger(period: Int($0[0]), width: $0[1]) }
    case .atr: Form(parameters: [.period()], example: "atr:14") { .atr(period: Int($0[0])) }
    case .vwap: Form(parameters: [.period()], example: "vwap:20") { .vwap(period: Int($0[0])) }
    case .realisedVolatility:
      Form(parameters: [.period(from: 2)], example: "realised_volatility:20") {
        .realisedVolatility(period: Int($0[0]))
      }
    case .rateOfChange: Form(parameters: [.period()], example: "roc:10") { .rateOfChange(period: Int($0[0])) }
    case .stochastic:
      Form(parameters: [.period(), .period("slowing"), .period("smoothing")], example: "stochastic:14:3:3") {
        .stochastic(period: Int($0[0]), slowing: Int($0[1]), smoothing: Int($0[2]))
      }
    }
  }
}

/// Why a text declares no indicator.
public enum IndicatorTextError: Error, Equatable, Sendable {
  case unknownName(found: String, known: [String])
  case wrongParameterCount(text: String, expected: [String], found: Int, example: String)
  case outOfRange(text: String, parameter: String, found: String, allowed: ClosedRange<Double>, isWhole: Bool)
  case fastNotBelowSlow(text: String, fast: Int, slow: Int)
}

extension IndicatorTextError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownName(let found, let known):
      return "there is no indicator `\(found)`; known are \(known.joined(separator: ", "))"
    case .wrongParameterCount(let text, let expected, let found, let example):
      let wanted = "\(expected.joined(separator: ", ")), as in `\(example)`"
      return "`\(text)`: \(found == 1 ? "1 number" : "\(found) numbers") where these are needed: \(wanted)"
    case .outOfRange(let text, let parameter, let found, let allowed, let isWhole):
      let range = "\(IndicatorText.number(allowed.lowerBound)) ... \(IndicatorText.number(allowed.upperBound))"
      return "`\(text)`: \(parameter): found `\(found)`, allowed: a \(isWhole ? "whole " : "")number, \(range)"
    case .fastNotBelowSlow(let text, let fast, let slow):
      return "`\(text)`: the fast period \(fast) has to be shorter than the slow one \(slow)"
    }
  }
}
