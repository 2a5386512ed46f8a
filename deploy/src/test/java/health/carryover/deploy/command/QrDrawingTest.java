package health.carryover.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class QrDrawingTest {
  private static final int PIXELS = 8;
  private static final int WHITE = 0xFFFFFF;

  @Test
  void whatIsDrawnIsReadAgain() throws Exception {
    String uri =
        "carryover:enrol?code=ABCDEFGHJK&broker=mqtts%3A%2F%2Fclinic.example%3A8883"
            + "&api=https%3A%2F%2Fclinic.example%3A8443";
    String[] lines = QrDrawing.of(uri).split("\\R");
    int width = lines[0].length() * PIXELS;
    int height = lines.length * 2 * PIXELS;
    int[] picture = new int[width * height];
    Arrays.fill(picture, WHITE);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        char drawn = lines[y / PIXELS / 2].charAt(x / PIXELS);
        boolean upper = y / PIXELS % 2 == 0;
        boolean light = drawn == '\u2588' || drawn == (upper ? '\u2580' : '\u2584');
        picture[y * width + x] = light ? WHITE : 0;
      }
    }
    assertThat(
            new QRCodeReader()
                .decode(
                    new BinaryBitmap(
                        new HybridBinarizer(new RGBLuminanceSource(width, height, picture))))
                .getText())
        .isEqualTo(uri);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> QrDrawing.of("x".repeat(5_000)));
  }
}
