import CNuma

/// Memory that was freed and that the C library keeps for later.
public enum FreedMemory {
  /// Gives it back to the kernel, so that what is resident is what is in use. For measuring; takes milliseconds.
  public static func giveBack() { qtg_give_back_freed_memory() }
}
