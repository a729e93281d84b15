/// How columns of integers lie in a packed block. `docs/packed-trades.md` describes it byte by byte.
///
///     header        8 words   magic · kind and columns · first tick · ticks · rows · words in all · checksum (2 words)
///     descriptors   4 words a column, filled up to a multiple of 8    count · base · first · width and chaining
///     columns       each ``BitPacking/words(count:width:)`` words
///
/// A word is 32 bits, little endian. The checksum is ``XXHash64`` of the block with zeros in the checksum's place. A
/// column is stored as it is or, if that is narrower, *chained*: each value as the difference to the one before.
enum BlockLayout {
  static let magic: UInt32 = 0x3142_5451  // "QTB1"
  static let headerWords = 8
  static let descriptorWords = 4

  /// What a block holds, and so how many columns.
  enum Kind: UInt32 {
    /// Trades of a symbol, each tick's at one price: trades of each tick, price of each tick, then of each trade
    /// quantity, buyer, seller.
    case auctionTrades = 1
    /// Ticks of a symbol: trades, volume (low and high word), open, high, low, close, bid, ask.
    case symbolTicks = 2
    /// Trades of a symbol at prices of their own: trades of each tick, then of each trade price, quantity, buyer,
    /// seller.
    case trades = 3
    /// Ticks of a symbol with its depth: those of ``symbolTicks``, then, a low and a high word each, bid depth, ask
    /// depth, demand, supply. Runs before schema version 3 have ``symbolTicks``.
    case symbolTicksAndDepth = 4

    var columns: Int {
      switch self {
      case .auctionTrades, .trades: 5
      case .symbolTicks: 9
      case .symbolTicksAndDepth: 17
      }
    }
  }

  /// Places of the header's words.
  enum Word {
    static let magic = 0
    static let kind = 1  // kind in the low byte, columns in the next
    static let firstTick = 2
    static let ticks = 3
    static let rows = 4
    static let words = 5
    static let checksum = 6
  }

  /// Words before the first column.
  static func prefixWords(columns: Int) -> Int { headerWords + (columns * descriptorWords + 7) / 8 * 8 }
}

/// Why a block cannot be read.
enum BlockProblem: Error, Equatable {
  case tooShort(words: Int)
  case noBlock(magic: UInt32)
  case unknownKind(UInt32)
  case wrongLength(said: Int, found: Int)
  case wrongChecksum
  case contradiction(String)

  /// What is wrong, for people.
  var text: String {
    switch self {
    case .tooShort(let words): "it has \(words) words, fewer than a header"
    case .noBlock: "it does not begin as a block does"
    case .unknownKind(let kind): "its kind is \(kind), which this program does not know or expect"
    case .wrongLength(let said, let found): "it should have \(said) words and has \(found)"
    case .wrongChecksum: "its checksum does not agree"
    case .contradiction(let what): what
    }
  }
}
