// Reads glossary files with the reader classes of OmegaT itself and prints, a line each: file, source, target, comment (TAB, JSON-like escapes).
// Run by omegat_reads.py: java -cp OmegaT.jar:… omegat_reads.java SOURCE TARGET FILE…
import java.io.File;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.util.List;
import org.omegat.core.Core;
import org.omegat.core.data.IProject;
import org.omegat.core.data.ProjectProperties;
import org.omegat.gui.glossary.GlossaryEntry;
import org.omegat.gui.glossary.GlossaryReaderCSV;
import org.omegat.gui.glossary.GlossaryReaderTBX;
import org.omegat.gui.glossary.GlossaryReaderTSV;
import org.omegat.util.Preferences;

class omegat_reads {
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        ProjectProperties properties = new ProjectProperties(new File(System.getProperty("java.io.tmpdir")));
        properties.setSourceLanguage(args[0]);
        properties.setTargetLanguage(args[1]);
        IProject project = (IProject) Proxy.newProxyInstance(omegat_reads.class.getClassLoader(), new Class<?>[] {IProject.class},
            (self, method, given) -> method.getName().equals("getProjectProperties") ? properties
                : method.getReturnType() == boolean.class ? Boolean.FALSE : null);
        Core.setProject(project);
        for (int i = 2; i < args.length; i++) {
            File file = new File(args[i]);
            String name = file.getName().toLowerCase();
            List<GlossaryEntry> entries = name.endsWith(".tbx") ? GlossaryReaderTBX.read(file, false)
                : name.endsWith(".csv") ? GlossaryReaderCSV.read(file, false) : GlossaryReaderTSV.read(file, false);
            for (GlossaryEntry entry : entries) {
                for (String target : entry.getLocTerms(false)) {
                    out.println(file.getName() + "\t" + flat(entry.getSrcText()) + "\t" + flat(target) + "\t" + flat(entry.getCommentText()));
                }
            }
        }
    }

    private static String flat(String text) {
        return text == null ? "" : text.replace("\\", "\\\\").replace("\t", "\\t").replace("\r", "").replace("\n", "\\n");
    }
}
