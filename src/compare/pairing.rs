//! Pairs the reports of one agency year by year.

use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Whose report a file is, and for which year.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Owner {
    /// The name of the agency, without white space.
    pub agency: String,
    /// What it may also be called: without the place that it lies in.
    pub other_names: Vec<String>,
    /// The reporting year.
    pub year: i64,
    /// What the report covers: a body may file one on itself and one on all that belongs to it.
    pub scope: Option<String>,
}

/// The reports to compare one of many with, by their places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Peers {
    /// Last year's.
    pub previous: Option<usize>,
    /// Others of the same agency and year, the first of them.
    pub duplicates: Vec<usize>,
    /// How many others there are in all.
    pub duplicate_count: usize,
}

/// More reports of one agency and year than this are counted, not named.
const NAMED: usize = 5;

/// Pair reports: last year's report of an agency is the one before this year's. Several reports of one
/// agency, year and scope stay unpaired, because it is not known which counts.
#[must_use]
pub fn pair(owners: &[Option<Owner>]) -> Vec<Peers> {
    let agencies = agencies(owners);
    let agency_of = |owner: &'_ Owner| agencies[owner.agency.as_str()];
    let mut reports: HashMap<(&str, i64), Vec<usize>> = HashMap::new();
    let mut by_scope: HashMap<(&str, i64, Option<&str>), Vec<usize>> = HashMap::new();
    for (at, owner) in owners.iter().enumerate() {
        if let Some(owner) = owner {
            let (agency, year, scope) = (agency_of(owner), owner.year, owner.scope.as_deref());
            reports.entry((agency, year)).or_default().push(at);
            by_scope.entry((agency, year, scope)).or_default().push(at);
        }
    }
    let peers = |(at, owner): (usize, &Option<Owner>)| {
        let Some(owner) = owner else {
            return Peers::default();
        };
        let (agency, scope) = (agency_of(owner), owner.scope.as_deref());
        let of_year = |year: i64| reports.get(&(agency, year)).map_or(&[][..], Vec::as_slice);
        let of_scope = |year: i64| by_scope.get(&(agency, year, scope)).map_or(&[][..], Vec::as_slice);
        let siblings = of_year(owner.year);
        let alike = of_scope(owner.year);
        let others = alike.iter().copied().filter(|duplicate| *duplicate != at);
        let duplicates: Vec<usize> = others.take(NAMED).collect();
        let before = owner.year.checked_sub(1);
        let previous = match (before.map_or(&[][..], of_scope), before.map_or(&[][..], of_year)) {
            ([only], _) => Some(*only),
            // A scope that is stated in only one of the years.
            ([], [only]) if siblings.len() == 1 => Some(*only),
            _ => None,
        };
        Peers {
            previous: previous.filter(|_| duplicates.is_empty()),
            duplicates,
            duplicate_count: alike.len() - 1,
        }
    };
    owners.iter().enumerate().map(peers).collect()
}

/// What every agency is called at length: `洪泽区人民政府` and `淮安市洪泽区人民政府` are one, unless two places have such a body.
fn agencies(owners: &[Option<Owner>]) -> HashMap<&str, &str> {
    let owners = || owners.iter().flatten();
    let mut agencies: HashMap<&str, &str> = owners()
        .map(|owner| (owner.agency.as_str(), owner.agency.as_str()))
        .collect();
    let mut longer: BTreeMap<&str, BTreeSet<(usize, &str)>> = BTreeMap::new();
    for owner in owners() {
        for name in &owner.other_names {
            if agencies.contains_key(name.as_str()) {
                let name = longer.entry(name).or_default();
                name.insert((owner.agency.len(), &owner.agency));
            }
        }
    }
    for (name, longer) in &longer {
        let Some((_, longest)) = longer.last() else { continue };
        if longer.iter().all(|(_, other)| longest.ends_with(other)) {
            agencies.insert(name, longest);
        }
    }
    agencies
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_of_one_year_are_not_paired() {
        let of = |agency: &str, year| {
            Some(Owner {
                agency: agency.to_owned(),
                other_names: Vec::new(),
                year,
                scope: None,
            })
        };
        let owners = [
            of("a", 2022),
            of("a", 2023),
            None,
            of("b", 2022),
            of("a", 2021),
            of("a", 2021),
        ];
        let peers = pair(&owners);
        let previous: Vec<Option<usize>> = peers.iter().map(|one| one.previous).collect();
        assert_eq!(previous, [None, Some(0), None, None, None, None]);
        assert_eq!(
            (peers[4].duplicates.as_slice(), peers[5].duplicates.as_slice()),
            (&[5][..], &[4][..])
        );
    }
    #[test]
    fn a_name_without_its_place_is_the_same_agency() {
        let of = |agency: &str, year| {
            Some(Owner {
                agency: agency.to_owned(),
                other_names: agency
                    .match_indices('市')
                    .map(|(at, _)| agency[at + '市'.len_utf8()..].to_owned())
                    .collect(),
                year,
                scope: None,
            })
        };
        let previous = |owners: &[Option<Owner>]| -> Vec<Option<usize>> {
            pair(owners).into_iter().map(|peers| peers.previous).collect()
        };
        assert_eq!(previous(&[of("甲区", 2022), of("乙市甲区", 2023)]), [None, Some(0)]);
        assert_eq!(
            previous(&[of("丙市乙市甲区", 2022), of("甲区", 2023), of("乙市甲区", 2024)]),
            [None, Some(0), Some(1)]
        );
        // Which of two is meant, nobody can tell.
        assert_eq!(
            previous(&[of("甲区", 2022), of("乙市甲区", 2023), of("丙市甲区", 2023)]),
            [None; 3]
        );
    }
}
