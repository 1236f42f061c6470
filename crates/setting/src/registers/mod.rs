//! The registers, each in a folder of its own, and the one list of them.
//!
//! A register's folder holds all of it: what goes on record and who may read it (`event`), what that folds into
//! (`state`), what it does to other registers (`reactions`), its sentences (`sentence`), what can be asked for and who
//! may ask (`command`), and how that is decided (`decide`). Whatever else is in the folder is read from the record.
//! Events, states and reactions stand on the lowest floor, commands and their decisions on the highest.

#![expect(missing_docs, reason = "a field whose name is a word of the glossary says what it is by that name")]

pub mod adoption;
pub mod assessments;
pub mod channels;
pub mod children;
pub mod clock;
pub mod codes;
pub mod concerns;
pub mod consents;
pub mod data_requests;
pub mod day;
pub mod devices;
pub mod disclosures;
pub mod duties;
pub mod exceptions;
pub mod families;
pub mod finds;
pub mod friendships;
pub mod journeys;
pub mod library;
pub mod network;
pub mod occasions;
pub mod online;
pub mod outings;
pub mod people;
pub mod permissions;
pub mod pictures;
pub mod places;
pub mod posts;
pub mod profile;
pub mod records;
pub mod sign_ins;
pub mod sites;
pub mod teaching;
pub mod tools;
pub mod visitors;

/// The registers in the order in which they stand in the state and in snapshots: the tag of their lines, their folder,
/// their part of the state, and whether their events do something to other registers.
macro_rules! registers {
    ($then:ident) => {
        $then! {
            Setting profile Profile alone;
            Policy adoption Adoption reacts;
            People people People reacts;
            Children children Children reacts;
            Places places Places alone;
            Devices devices Devices reacts;
            Day day Day reacts;
            Exceptions exceptions Exceptions alone;
            Visitors visitors Visitors alone;
            Outings outings Outings reacts;
            Finds finds Finds alone;
            Duties duties Duties alone;
            Concerns concerns Concerns alone;
            Records records Records alone;
            Codes codes Codes alone;
            Families families Families alone;
            Library library Library alone;
            Assessments assessments Assessments reacts;
            Friendships friendships Friendships reacts;
            Tools tools Tools reacts;
            Channels channels Channels alone;
            Consents consents Consents alone;
            Posts posts Posts reacts;
            Disclosures disclosures Disclosures alone;
            Permissions permissions Permissions alone;
            Pictures pictures Pictures alone;
            Journeys journeys Journeys reacts;
            Occasions occasions Occasions reacts;
            Online online Online alone;
            Teaching teaching Teaching alone;
            Sites sites Sites alone;
            Network network Network alone;
            Clock clock Clock reacts;
            SignIns sign_ins SignIns alone;
            DataRequests data_requests DataRequests alone;
        }
    };
}
pub(crate) use registers;
