package health.carryover.dashboard.account;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;

/**
 * A QR code as an SVG path of its dark squares, one unit each.
 *
 * @param size how many units it is wide and high, with the quiet zone around
 */
record QrPath(int size, String path) {

  /** Draws {@code text}, which is short enough. */
  static QrPath of(String text) {
    try {
      BitMatrix dark = new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 0, 0);
      StringBuilder path = new StringBuilder();
      for (int y = 0; y < dark.getHeight(); y++) {
        for (int x = 0; x < dark.getWidth(); x++) {
          if (dark.get(x, y)) {
            path.append('M').append(x).append(' ').append(y).append("h1v1h-1z");
          }
        }
      }
      return new QrPath(dark.getWidth(), path.toString());
    } catch (WriterException tooLong) {
      throw new IllegalArgumentException("longer than a QR code holds", tooLong);
    }
  }
}
