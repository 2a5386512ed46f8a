package health.carryover.store.move;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a value travels between databases that name and store its type differently. */
enum ColumnKind {
  TEXT(Types.VARCHAR) {
    @Override
    @Nullable Object read(ResultSet row, int place) throws SQLException {
      return row.getString(place);
    }

    @Override
    byte[] bytes(Object value) {
      return ((String) value).getBytes(StandardCharsets.UTF_8);
    }
  },
  NUMBER(Types.BIGINT) {
    @Override
    Object read(ResultSet row, int place) throws SQLException {
      return row.getLong(place);
    }

    @Override
    byte[] bytes(Object value) {
      return ByteBuffer.allocate(Long.BYTES).putLong((Long) value).array();
    }
  },
  FRACTION(Types.DOUBLE) {
    @Override
    Object read(ResultSet row, int place) throws SQLException {
      return row.getDouble(place);
    }

    @Override
    byte[] bytes(Object value) {
      return ByteBuffer.allocate(Double.BYTES).putDouble((Double) value).array();
    }
  },
  TRUTH(Types.BOOLEAN) {
    @Override
    Object read(ResultSet row, int place) throws SQLException {
      return row.getBoolean(place);
    }

    @Override
    byte[] bytes(Object value) {
      return new byte[] {(byte) ((Boolean) value ? 1 : 0)};
    }
  },
  BYTES(Types.BINARY) {
    @Override
    byte @Nullable [] read(ResultSet row, int place) throws SQLException {
      return row.getBytes(place);
    }

    @Override
    byte[] bytes(Object value) {
      return (byte[]) value;
    }
  };

  private static final byte ABSENT = 0;
  private static final byte PRESENT = 1;

  private final int sqlType;

  ColumnKind(int sqlType) {
    this.sqlType = sqlType;
  }

  /**
   * @param declared as the database names the type of a column
   */
  static ColumnKind of(String declared) {
    return switch (declared.toUpperCase(Locale.ROOT)) {
      case "TEXT" -> TEXT;
      case "BIGINT", "INT8", "INTEGER", "INT4" -> NUMBER;
      case "DOUBLE PRECISION", "FLOAT8" -> FRACTION;
      case "BOOLEAN", "BOOL" -> TRUTH;
      case "BYTEA" -> BYTES;
      default -> throw new IllegalStateException("no column is of type " + declared);
    };
  }

  /** The value, or something if the row has none. */
  abstract @Nullable Object read(ResultSet row, int place) throws SQLException;

  /** The same bytes whatever database the value is from. */
  abstract byte[] bytes(Object value);

  /** The value, or null if the row has none. */
  final @Nullable Object value(ResultSet row, int place) throws SQLException {
    Object value = read(row, place);
    return row.wasNull() ? null : value;
  }

  final void bind(PreparedStatement statement, int place, @Nullable Object value)
      throws SQLException {
    if (value == null) {
      statement.setNull(place, sqlType);
    } else if (value instanceof byte[] bytes) {
      statement.setBytes(place, bytes);
    } else {
      statement.setObject(place, value);
    }
  }

  /** Adds the value so that no two different rows add the same bytes. */
  final void digest(@Nullable Object value, MessageDigest digest) {
    if (value == null) {
      digest.update(ABSENT);
      return;
    }
    byte[] bytes = bytes(value);
    digest.update(PRESENT);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }
}
