//! Intervals obey their algebra.

use jiff::civil::Date;
use proptest::prelude::*;
use prose::date::{DateValue, Interval, Qualifier};

fn date() -> impl Strategy<Value = Date> {
    (1990i16..2000, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| jiff::civil::date(y, m, d))
}

/// Open or closed, never reversed.
fn interval() -> impl Strategy<Value = Interval> {
    (prop::option::of(date()), prop::option::of(date())).prop_map(|(a, b)| match (a, b) {
        (Some(a), Some(b)) => Interval::closed(a.min(b), a.max(b)),
        (start, end) => Interval { start, end },
    })
}

proptest! {
    #[test]
    fn meeting_is_mutual(a in interval(), b in interval()) {
        prop_assert_eq!(a.meets(b), b.meets(a));
        prop_assert!(a.meets(a));
    }

    #[test]
    fn covering_is_an_order(a in interval(), b in interval(), c in interval()) {
        prop_assert!(a.covers(a) && Interval::ALWAYS.covers(a));
        prop_assert!(!(a.covers(b) && b.covers(a)) || a == b);
        prop_assert!(!(a.covers(b) && b.covers(c)) || a.covers(c));
        prop_assert!(!a.covers(b) || a.meets(b));
    }

    #[test]
    fn to_share_a_day_is_to_have_one(a in interval(), b in interval(), day in date()) {
        let one = Interval::closed(day, day);
        prop_assert!(!(a.covers(one) && b.covers(one)) || a.meets(b));
        prop_assert_eq!(a.covers(one), a.meets(one));
    }

    #[test]
    fn qualifiers_part_time_as_their_words_do(day in date(), other in date()) {
        let value = DateValue::day(day);
        let bound = |qualifier| value.qualified(qualifier).expect("a day has both ends").interval;
        let at = Interval::closed(other, other);
        prop_assert_eq!(bound(Qualifier::Since).meets(at), other >= day);
        prop_assert_eq!(bound(Qualifier::Until).meets(at), other <= day);
        prop_assert_eq!(bound(Qualifier::Before).meets(at), other < day);
        prop_assert_eq!(bound(Qualifier::After).meets(at), other > day);
        let circa = value.qualified(Qualifier::Circa).expect("any date may be about");
        prop_assert!(circa.judged().covers(value.interval));
    }
}
