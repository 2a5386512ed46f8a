package health.carryover.deploy.command;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.util.Map;

/** A QR code in characters, two of its rows in one line. */
final class QrDrawing {
  private static final int QUIET_ZONE = 2;
  private static final char BOTH = '\u2588';
  private static final char UPPER = '\u2580';
  private static final char LOWER = '\u2584';

  private QrDrawing() {}

  /**
   * Draws {@code text}; light is drawn and dark left out, which most terminals show the right way
   * round and cameras read either way.
   *
   * @throws IllegalArgumentException if it is longer than a QR code holds
   */
  static String of(String text) {
    BitMatrix dark = matrix(text);
    StringBuilder drawing = new StringBuilder();
    for (int y = 0; y < dark.getHeight(); y += 2) {
      for (int x = 0; x < dark.getWidth(); x++) {
        boolean upper = !dark.get(x, y);
        boolean lower = y + 1 >= dark.getHeight() || !dark.get(x, y + 1);
        drawing.append(upper ? lower ? BOTH : UPPER : lower ? LOWER : ' ');
      }
      drawing.append(System.lineSeparator());
    }
    return drawing.toString();
  }

  private static BitMatrix matrix(String text) {
    try {
      return new QRCodeWriter()
          .encode(
              text,
              BarcodeFormat.QR_CODE,
              0,
              0,
              Map.of(
                  EncodeHintType.MARGIN,
                  QUIET_ZONE,
                  EncodeHintType.ERROR_CORRECTION,
                  ErrorCorrectionLevel.M));
    } catch (WriterException tooLong) {
      throw new IllegalArgumentException("longer than a QR code holds", tooLong);
    }
  }
}
