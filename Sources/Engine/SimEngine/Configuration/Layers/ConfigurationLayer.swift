/// A file that says only in what it differs from another one:
///
///     {
///       based_on: "../production.json5",       a path from this file's folder
///       run: { ticks: 1000 },                  what is said here holds; objects key by key, lists as a whole
///       factors: [                             and then some numbers are multiplied, see ``PopulationFactors``
///         { count: 0.1 },
///       ],
///     }
///
/// Where something is wrong with what the other file says, it is said of the line with `based_on`.
struct ConfigurationLayer {
  static let baseKey = "based_on"
  static let factorsKey = "factors"

  let base: JSON5Node?  // the value of `based_on`
  let factors: JSON5Node?
  let rest: JSON5Node  // the file without these two

  init(_ root: JSON5Node) {
    guard case .object(let members) = root.value else {
      (base, factors, rest) = (nil, nil, root)
      return
    }
    base = members.first { $0.key == Self.baseKey }?.node
    factors = members.first { $0.key == Self.factorsKey }?.node
    // Written twice, the second is left for the reader to refuse.
    var own = members
    for key in [Self.baseKey, Self.factorsKey] {
      if let place = own.firstIndex(where: { $0.key == key }) { own.remove(at: place) }
    }
    rest = JSON5Node(.object(own), place: root.place)
  }

  /// The other file's tree with what this one says laid over it.
  func over(_ other: JSON5Node) -> JSON5Node {
    guard let base else { return rest }
    return Self.merge(Self.moved(other, to: base.place), rest)
  }

  private static func merge(_ below: JSON5Node, _ above: JSON5Node) -> JSON5Node {
    guard case .object(var members) = below.value, case .object(let news) = above.value else { return above }
    for new in news {
      // The same key twice above is left for the reader to refuse.
      if let place = members.firstIndex(where: { $0.key == new.key }), news.count(where: { $0.key == new.key }) == 1 {
        members[place] = JSON5Member(new.key, at: new.keyPlace, merge(members[place].node, new.node))
      } else {
        members.append(new)
      }
    }
    return JSON5Node(.object(members), place: above.place)
  }

  /// The same tree, all of it written at `place`.
  private static func moved(_ node: JSON5Node, to place: TextPlace) -> JSON5Node {
    switch node.value {
    case .object(let members):
      JSON5Node(.object(members.map { JSON5Member($0.key, at: place, moved($0.node, to: place)) }), place: place)
    case .array(let nodes): JSON5Node(.array(nodes.map { moved($0, to: place) }), place: place)
    default: JSON5Node(node.value, place: place)
    }
  }
}
