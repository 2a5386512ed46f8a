package health.carryover.deploy.recording;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Walks an XML file element by element without holding it. Nothing outside of the file is ever read
 * and no entity is ever put in: a reference to one is refused.
 */
final class XmlEvents {
  private static final int DEEPEST = 64;

  /** What to make of a document type declaration; nothing in it is used either way. */
  enum Doctype {
    REFUSED,
    PASSED_OVER
  }

  /** Hears of elements. */
  interface Listener {
    /** Begins an element; its attributes can be asked of {@code xml}. */
    default void begins(String name, XMLStreamReader xml) throws UnusableRecordingException {}

    /**
     * Ends an element.
     *
     * @param parent the name of the element around it, or empty
     * @param text directly in it
     */
    default void ends(String name, String parent, String text) throws UnusableRecordingException {}
  }

  private XmlEvents() {}

  static void walk(Path file, Doctype doctype, Listener listener)
      throws IOException, UnusableRecordingException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    try (InputStream bytes = Files.newInputStream(file)) {
      XMLStreamReader xml = factory.createXMLStreamReader(bytes);
      walk(file, xml, doctype, listener);
    } catch (XMLStreamException broken) {
      throw new UnusableRecordingException(file + ": is not well-formed XML");
    }
  }

  private static void walk(Path file, XMLStreamReader xml, Doctype doctype, Listener listener)
      throws XMLStreamException, UnusableRecordingException {
    Deque<String> names = new ArrayDeque<>();
    StringBuilder text = new StringBuilder();
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.DTD -> {
          if (doctype == Doctype.REFUSED) {
            throw new UnusableRecordingException(file + ": a document type is not taken");
          }
        }
        case XMLStreamConstants.ENTITY_REFERENCE ->
            throw new UnusableRecordingException(file + ": references to entities are not taken");
        case XMLStreamConstants.START_ELEMENT -> {
          names.push(xml.getLocalName());
          if (names.size() > DEEPEST) {
            throw new UnusableRecordingException(file + ": is nested too deeply");
          }
          text.setLength(0);
          listener.begins(xml.getLocalName(), xml);
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(xml.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          String name = names.pop();
          String parent = Objects.requireNonNullElse(names.peek(), "");
          listener.ends(name, parent, text.toString().strip());
          text.setLength(0);
        }
        default -> {
          // Comments and instructions say nothing about a recording.
        }
      }
    }
  }
}
