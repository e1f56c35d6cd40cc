import java.io.File;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Validates PDFs with veraPDF's model: `java -cp JARS Validate.java FLAVOURS FILE...`, flavours such as `ua1,3a`.
 * A line for every failed check: file, flavour, clause, test number, message and place, between tabs; and one
 * for every file and flavour: file, flavour, `passed` or `failed`, and the number of checks made.
 */
public class Validate {
    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.OFF);
        VeraGreenfieldFoundryProvider.initialise();
        String[] flavours = arguments[0].split(",");
        for (int index = 1; index < arguments.length; index++) {
            for (String flavour : flavours) {
                validate(arguments[index], flavour);
            }
        }
    }

    private static void validate(String name, String flavourName) throws Exception {
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(flavourName);
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(name), flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            for (TestAssertion fault : result.getTestAssertions()) {
                print(name, flavourName, fault.getRuleId().getClause(), fault.getRuleId().getTestNumber(),
                        fault.getMessage(), fault.getLocation().getContext());
            }
            print(name, flavourName, result.isCompliant() ? "passed" : "failed", result.getTotalAssertions());
        }
    }

    private static void print(Object... parts) {
        StringBuilder line = new StringBuilder();
        for (Object part : parts) {
            line.append(line.length() > 0 ? "\t" : "").append(String.valueOf(part).replaceAll("\\s+", " "));
        }
        System.out.println(line);
    }
}
