//! Fields: a code that is not shown, and its result, which is.

/// Fields within each other that are kept apart; deeper ones are none of a document's.
const DEEPEST: usize = 64;
/// The longest name of a field.
const LONGEST_NAME: usize = 32;
/// Fields that show something without having a result in the file.
const WITHOUT_RESULT: [&str; 12] = [
    "EQ",
    "SYMBOL",
    "MACROBUTTON",
    "GOTOBUTTON",
    "AUTONUM",
    "AUTONUMLGL",
    "AUTONUMOUT",
    "LISTNUM",
    "ADVANCE",
    "QUOTE",
    "FORMDROPDOWN",
    "FORMCHECKBOX",
];
/// Fields whose result is computed whenever the document is opened or laid out.
const COMPUTED: [&str; 9] = [
    "DATE",
    "TIME",
    "PAGE",
    "NUMPAGES",
    "SECTION",
    "SECTIONPAGES",
    "MERGEFIELD",
    "PRINTDATE",
    "REVNUM",
];
/// Fields whose result is a place in the document, which says nothing of the report.
const OF_PLACES: [&str; 5] = ["TOC", "HYPERLINK", "PAGEREF", "REF", "NOTEREF"];

/// The fields that are open, one in the other.
#[derive(Debug, Default)]
pub(super) struct Fields {
    open: Vec<Field>,
    /// Those that are too deep to be kept apart.
    deeper: usize,
}

#[derive(Debug, Default)]
struct Field {
    code: String,
    has_result: bool,
    is_stale: bool,
}

impl Field {
    fn name(&self) -> String {
        let name = self.code.split_whitespace().next().unwrap_or_default();
        name.split('\\').next().unwrap_or_default().to_ascii_uppercase()
    }
}

impl Fields {
    /// A field begins; whether its result is out of date.
    pub(super) fn begin(&mut self, is_stale: bool) {
        if self.open.len() == DEEPEST {
            self.deeper += 1;
            return;
        }
        self.open.push(Field {
            is_stale,
            ..Field::default()
        });
    }

    /// Its code goes on.
    pub(super) fn code(&mut self, code: &str) {
        if let Some(field) = self.open.last_mut().filter(|field| !field.has_result) {
            let left = LONGEST_NAME.saturating_sub(field.code.len());
            field.code.extend(code.chars().take(left));
        }
    }

    /// Its result begins.
    pub(super) fn separate(&mut self) {
        if let Some(field) = self.open.last_mut().filter(|_| self.deeper == 0) {
            field.has_result = true;
        }
    }

    /// It ends; gives back its name if it shows something that is not in the file.
    pub(super) fn end(&mut self) -> Option<String> {
        if self.deeper > 0 {
            self.deeper -= 1;
            return None;
        }
        let name = self.open.pop()?.name();
        WITHOUT_RESULT.contains(&name.as_str()).then_some(name)
    }

    /// Whether what stands here is part of a code.
    pub(super) fn is_code(&self) -> bool {
        self.deeper > 0 || self.open.iter().any(|field| !field.has_result)
    }

    /// Whether what stands here is computed anew before it is shown; `all` if every field is.
    pub(super) fn is_computed(&self, all: bool) -> bool {
        self.open.iter().any(|field| {
            let name = field.name();
            let is_of_place = OF_PLACES.contains(&name.as_str());
            COMPUTED.contains(&name.as_str()) || (field.is_stale || all) && !is_of_place
        })
    }
}
