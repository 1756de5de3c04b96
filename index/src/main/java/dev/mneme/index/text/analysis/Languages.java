package dev.mneme.index.text.analysis;

import dev.mneme.memory.Language;
import java.util.function.Function;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.bg.BulgarianAnalyzer;
import org.apache.lucene.analysis.bn.BengaliAnalyzer;
import org.apache.lucene.analysis.br.BrazilianAnalyzer;
import org.apache.lucene.analysis.ca.CatalanAnalyzer;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.ckb.SoraniAnalyzer;
import org.apache.lucene.analysis.cz.CzechAnalyzer;
import org.apache.lucene.analysis.da.DanishAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.el.GreekAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.et.EstonianAnalyzer;
import org.apache.lucene.analysis.eu.BasqueAnalyzer;
import org.apache.lucene.analysis.fa.PersianAnalyzer;
import org.apache.lucene.analysis.fi.FinnishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.ga.IrishAnalyzer;
import org.apache.lucene.analysis.gl.GalicianAnalyzer;
import org.apache.lucene.analysis.hi.HindiAnalyzer;
import org.apache.lucene.analysis.hu.HungarianAnalyzer;
import org.apache.lucene.analysis.hy.ArmenianAnalyzer;
import org.apache.lucene.analysis.id.IndonesianAnalyzer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.lt.LithuanianAnalyzer;
import org.apache.lucene.analysis.lv.LatvianAnalyzer;
import org.apache.lucene.analysis.ne.NepaliAnalyzer;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.no.NorwegianAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.ro.RomanianAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.sr.SerbianAnalyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.sv.SwedishAnalyzer;
import org.apache.lucene.analysis.ta.TamilAnalyzer;
import org.apache.lucene.analysis.te.TeluguAnalyzer;
import org.apache.lucene.analysis.th.ThaiAnalyzer;
import org.apache.lucene.analysis.tr.TurkishAnalyzer;

/** The analyzers that Lucene ships, by language. */
public final class Languages {
  private Languages() {}

  /** With other stop words than the language's own. */
  public static Analyzer analyzer(Language language, CharArraySet stopWords) {
    Function<CharArraySet, Analyzer> maker = maker(language);
    return maker.apply(stopWords);
  }

  private static Function<CharArraySet, Analyzer> maker(Language language) {
    return switch (language) {
      case ARABIC -> ArabicAnalyzer::new;
      case ARMENIAN -> ArmenianAnalyzer::new;
      case BASQUE -> BasqueAnalyzer::new;
      case BENGALI -> BengaliAnalyzer::new;
      case BRAZILIAN -> BrazilianAnalyzer::new;
      case BULGARIAN -> BulgarianAnalyzer::new;
      case CATALAN -> CatalanAnalyzer::new;
      case CJK -> CJKAnalyzer::new;
      case CZECH -> CzechAnalyzer::new;
      case DANISH -> DanishAnalyzer::new;
      case DUTCH -> DutchAnalyzer::new;
      case ENGLISH -> EnglishAnalyzer::new;
      case ESTONIAN -> EstonianAnalyzer::new;
      case FINNISH -> FinnishAnalyzer::new;
      case FRENCH -> FrenchAnalyzer::new;
      case GALICIAN -> GalicianAnalyzer::new;
      case GERMAN -> GermanAnalyzer::new;
      case GREEK -> GreekAnalyzer::new;
      case HINDI -> HindiAnalyzer::new;
      case HUNGARIAN -> HungarianAnalyzer::new;
      case INDONESIAN -> IndonesianAnalyzer::new;
      case IRISH -> IrishAnalyzer::new;
      case ITALIAN -> ItalianAnalyzer::new;
      case LATVIAN -> LatvianAnalyzer::new;
      case LITHUANIAN -> LithuanianAnalyzer::new;
      case NEPALI -> NepaliAnalyzer::new;
      case NORWEGIAN -> NorwegianAnalyzer::new;
      case PERSIAN -> PersianAnalyzer::new;
      case PORTUGUESE -> PortugueseAnalyzer::new;
      case ROMANIAN -> RomanianAnalyzer::new;
      case RUSSIAN -> RussianAnalyzer::new;
      case SERBIAN -> SerbianAnalyzer::new;
      case SORANI -> SoraniAnalyzer::new;
      case SPANISH -> SpanishAnalyzer::new;
      case STANDARD -> StandardAnalyzer::new;
      case SWEDISH -> SwedishAnalyzer::new;
      case TAMIL -> TamilAnalyzer::new;
      case TELUGU -> TeluguAnalyzer::new;
      case THAI -> ThaiAnalyzer::new;
      case TURKISH -> TurkishAnalyzer::new;
    };
  }

  /** The words that are too common to be searched beside others. */
  public static CharArraySet stopWords(Language language) {
    return switch (language) {
      case ARABIC -> ArabicAnalyzer.getDefaultStopSet();
      case ARMENIAN -> ArmenianAnalyzer.getDefaultStopSet();
      case BASQUE -> BasqueAnalyzer.getDefaultStopSet();
      case BENGALI -> BengaliAnalyzer.getDefaultStopSet();
      case BRAZILIAN -> BrazilianAnalyzer.getDefaultStopSet();
      case BULGARIAN -> BulgarianAnalyzer.getDefaultStopSet();
      case CATALAN -> CatalanAnalyzer.getDefaultStopSet();
      case CJK -> CJKAnalyzer.getDefaultStopSet();
      case CZECH -> CzechAnalyzer.getDefaultStopSet();
      case DANISH -> DanishAnalyzer.getDefaultStopSet();
      case DUTCH -> DutchAnalyzer.getDefaultStopSet();
      case ENGLISH -> EnglishAnalyzer.getDefaultStopSet();
      case ESTONIAN -> EstonianAnalyzer.getDefaultStopSet();
      case FINNISH -> FinnishAnalyzer.getDefaultStopSet();
      case FRENCH -> FrenchAnalyzer.getDefaultStopSet();
      case GALICIAN -> GalicianAnalyzer.getDefaultStopSet();
      case GERMAN -> GermanAnalyzer.getDefaultStopSet();
      case GREEK -> GreekAnalyzer.getDefaultStopSet();
      case HINDI -> HindiAnalyzer.getDefaultStopSet();
      case HUNGARIAN -> HungarianAnalyzer.getDefaultStopSet();
      case INDONESIAN -> IndonesianAnalyzer.getDefaultStopSet();
      case IRISH -> IrishAnalyzer.getDefaultStopSet();
      case ITALIAN -> ItalianAnalyzer.getDefaultStopSet();
      case LATVIAN -> LatvianAnalyzer.getDefaultStopSet();
      case LITHUANIAN -> LithuanianAnalyzer.getDefaultStopSet();
      case NEPALI -> NepaliAnalyzer.getDefaultStopSet();
      case NORWEGIAN -> NorwegianAnalyzer.getDefaultStopSet();
      case PERSIAN -> PersianAnalyzer.getDefaultStopSet();
      case PORTUGUESE -> PortugueseAnalyzer.getDefaultStopSet();
      case ROMANIAN -> RomanianAnalyzer.getDefaultStopSet();
      case RUSSIAN -> RussianAnalyzer.getDefaultStopSet();
      case SERBIAN -> SerbianAnalyzer.getDefaultStopSet();
      case SORANI -> SoraniAnalyzer.getDefaultStopSet();
      case SPANISH -> SpanishAnalyzer.getDefaultStopSet();
      case STANDARD -> CharArraySet.EMPTY_SET;
      case SWEDISH -> SwedishAnalyzer.getDefaultStopSet();
      case TAMIL -> TamilAnalyzer.getDefaultStopSet();
      case TELUGU -> TeluguAnalyzer.getDefaultStopSet();
      case THAI -> ThaiAnalyzer.getDefaultStopSet();
      case TURKISH -> TurkishAnalyzer.getDefaultStopSet();
    };
  }
}
