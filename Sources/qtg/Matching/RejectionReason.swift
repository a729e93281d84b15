/// Why a row of an order file has no effect. The raw value is what stands in the table of rejected rows.
enum RejectionReason: String, CaseIterable {
  // The row as a whole.
  case truncatedLine = "truncated_line"  // the file's last, and it breaks off
  case tooFewCells = "too_few_cells"
  case tooManyCells = "too_many_cells"
  // One cell.
  case missingID = "missing_id"
  case duplicateID = "duplicate_id"
  case badTime = "bad_time"
  case timeDecreases = "time_decreases"
  case missingAgent = "missing_agent"
  case missingSymbol = "missing_symbol"
  case unknownSymbol = "unknown_symbol"
  case unknownSide = "unknown_side"
  case unknownType = "unknown_type"
  case unknownTIF = "unknown_tif"
  case badPrice = "bad_price"  // no number
  case priceNotPositive = "price_not_positive"
  case priceOffGrid = "price_off_grid"
  case priceTooLarge = "price_too_large"
  case badQuantity = "bad_quantity"  // no whole number
  case quantityNotPositive = "quantity_not_positive"
  case quantityTooLarge = "quantity_too_large"
  case valueOverflow = "value_overflow"
  // A cancel or a replacement, and the order it names.
  case unknownOrder = "unknown_order"
  case orderFinished = "order_finished"
  case otherAgent = "other_agent"
  case otherSymbol = "other_symbol"
  case replaceInCall = "replace_in_call"
}
