package health.carryover.analysis.session;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of readings in a row, ascending by time, numbered from 0. The newest are held as they are,
 * the older ones in compressed chapters, so that neither memory nor a snapshot pays for a day of
 * readings what it pays for the last hour. Confined to one thread.
 */
final class PackedReadings {
  /** Blocks of a chapter: at a reading a second some half an hour. */
  static final int CHAPTER = 8;

  /**
   * So many blocks that are in no chapter at most; at least half of them once there are chapters.
   */
  private static final int MOST_LOOSE = 2 * CHAPTER;

  private final List<ReadingChapter> chapters = new ArrayList<>();
  private final List<ReadingBlock> loose = new ArrayList<>();
  private long heapBytes;

  /** The blocks of the first chapter, which is asked for whenever something is forgotten. */
  private @Nullable List<ReadingBlock> first;

  /** The blocks of the chapter looked at last, and its number, until another block comes. */
  private @Nullable List<ReadingBlock> open;

  private int opened;

  int size() {
    return inChapters() + loose.size();
  }

  private int inChapters() {
    return chapters.size() * CHAPTER;
  }

  ReadingBlock get(int block) {
    int chapter = block / CHAPTER;
    return chapter < chapters.size()
        ? open(chapter).get(block % CHAPTER)
        : loose.get(block - inChapters());
  }

  private List<ReadingBlock> open(int chapter) {
    List<ReadingBlock> held = chapter == 0 ? first : opened == chapter ? open : null;
    if (held != null) {
      return held;
    }
    List<ReadingBlock> blocks = chapters.get(chapter).blocks(CHAPTER);
    if (chapter == 0) {
      first = blocks;
    } else {
      open = blocks;
      opened = chapter;
    }
    return blocks;
  }

  /** Keeps nothing of what was unpacked to be looked at. */
  void close() {
    first = null;
    open = null;
  }

  /** Epoch millisecond of the last reading of all; there must be one. */
  long lastMillis() {
    return loose.isEmpty()
        ? chapters.get(chapters.size() - 1).lastMillis()
        : loose.get(loose.size() - 1).lastMillis();
  }

  /** Epoch millisecond of the first reading of {@code block}. */
  long firstMillis(int block) {
    ReadingChapter begun = chapterFrom(block);
    return begun == null ? get(block).firstMillis() : begun.firstMillis();
  }

  /** The chapter that begins with {@code block}, or null. */
  @Nullable ReadingChapter chapterFrom(int block) {
    return block < inChapters() && block % CHAPTER == 0 ? chapters.get(block / CHAPTER) : null;
  }

  /** The first block that does not end before {@code millis}; {@link #size} if all do. */
  int firstEndingAtOrAfter(long millis) {
    int low = 0;
    int high = chapters.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (chapters.get(middle).lastMillis() < millis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    int before = low * CHAPTER;
    if (low == chapters.size()) {
      return before + firstEndingAtOrAfter(loose, millis);
    }
    return millis <= chapters.get(low).firstMillis()
        ? before
        : before + firstEndingAtOrAfter(open(low), millis);
  }

  private static int firstEndingAtOrAfter(List<ReadingBlock> blocks, long millis) {
    int first = 0;
    while (first < blocks.size() && blocks.get(first).lastMillis() < millis) {
      first++;
    }
    return first;
  }

  void add(ReadingBlock block) {
    loose.add(block);
    heapBytes += block.heapBytes();
    open = null;
    if (loose.size() > MOST_LOOSE) {
      List<ReadingBlock> older = loose.subList(0, CHAPTER);
      hold(ReadingChapter.of(older));
      letGo(older);
    }
  }

  private void hold(ReadingChapter chapter) {
    chapters.add(chapter);
    heapBytes += chapter.heapBytes();
  }

  private void letGo(List<ReadingBlock> some) {
    some.forEach(gone -> heapBytes -= gone.heapBytes());
    some.clear();
  }

  /** Without {@code block} and all after it. */
  void removeFrom(int block) {
    while (block < inChapters()) {
      int last = chapters.size() - 1;
      List<ReadingBlock> blocks = open(last);
      heapBytes -= chapters.remove(last).heapBytes();
      loose.addAll(0, blocks);
      blocks.forEach(back -> heapBytes += back.heapBytes());
      close();
    }
    letGo(loose.subList(block - inChapters(), loose.size()));
  }

  /**
   * Lets go of as many of the first {@code blocks} as can be without unpacking a chapter.
   *
   * @return how many are gone
   */
  int forget(int blocks) {
    int whole = Math.min(blocks / CHAPTER, chapters.size());
    if (whole > 0) {
      List<ReadingChapter> gone = chapters.subList(0, whole);
      gone.forEach(each -> heapBytes -= each.heapBytes());
      gone.clear();
      close();
    }
    int forgotten = whole * CHAPTER;
    if (chapters.isEmpty()) {
      letGo(loose.subList(0, blocks - forgotten));
      return blocks;
    }
    return forgotten;
  }

  /** About how much memory they take, in bytes; without what was unpacked to be looked at. */
  long heapBytes() {
    return heapBytes;
  }

  /**
   * Writes all blocks.
   *
   * @param out what can be compressed
   * @param compressed what is already
   */
  void write(DataOutputStream out, DataOutputStream compressed) throws IOException {
    out.writeInt(chapters.size());
    for (ReadingChapter chapter : chapters) {
      chapter.write(compressed);
    }
    out.writeInt(loose.size());
    for (ReadingBlock block : loose) {
      block.write(out);
    }
  }

  /** Reads the chapters that {@link #write} wrote; the blocks follow in {@code in}. */
  void readChapters(DataInputStream in, DataInputStream compressed) throws IOException {
    for (int left = in.readInt(); left > 0; left--) {
      hold(ReadingChapter.read(compressed));
    }
  }
}
