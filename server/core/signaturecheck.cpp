// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signaturecheck.h"

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int skewSeconds = 5 * 60;   // (R) how far a clock may be off, contract §7.3
constexpr char algorithm[] = "AWS4-HMAC-SHA256";

// What a signed request says about its signature, wherever it says it.
struct Claim
{
    QByteArray credential;       // KEY/20260101/us-east-1/execute-api/aws4_request
    QByteArray signedHeaders;
    QByteArray signature;
    QByteArray time;
    int expiresSeconds = 0;      // query only; 0: not said
    HeaderList parameters;       // of the query, without the signature
};

SignatureVerdict refused(const char *type, const QString &message)
{
    return { type, message, {} };
}

SignatureVerdict incomplete(const QString &message)
{
    return refused("IncompleteSignatureException", message);
}

QByteArray valueOf(const HeaderList &list, const QByteArray &name)
{
    for (const auto &[key, value] : list) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

// "Credential=…, SignedHeaders=…, Signature=…"
QByteArray partOf(const QByteArray &authorization, const QByteArray &name)
{
    const QByteArrayList parts = authorization.mid(int(sizeof algorithm) - 1).split(',');
    for (const QByteArray &part : parts) {
        if (part.trimmed().startsWith(name + '='))
            return part.trimmed().mid(name.size() + 1);
    }
    return {};
}

std::optional<Claim> claimOf(const SignedRequest &request)
{
    Claim claim;
    claim.parameters = awsParameters(request.query);
    if (const QByteArray authorization = valueOf(request.headers, "Authorization"); authorization.startsWith(algorithm)) {
        claim.credential = partOf(authorization, "Credential");
        claim.signedHeaders = partOf(authorization, "SignedHeaders");
        claim.signature = partOf(authorization, "Signature");
        claim.time = valueOf(request.headers, "X-Amz-Date");
        return claim;
    }
    if (valueOf(claim.parameters, "X-Amz-Algorithm") != algorithm)
        return std::nullopt;
    claim.credential = valueOf(claim.parameters, "X-Amz-Credential");
    claim.signedHeaders = valueOf(claim.parameters, "X-Amz-SignedHeaders");
    claim.signature = valueOf(claim.parameters, "X-Amz-Signature");
    claim.time = valueOf(claim.parameters, "X-Amz-Date");
    claim.expiresSeconds = valueOf(claim.parameters, "X-Amz-Expires").toInt();
    claim.parameters.removeIf([](const auto &parameter) { return parameter.first == "X-Amz-Signature"; });
    return claim;
}

QString missingPart(const Claim &claim)
{
    const std::pair<const char *, const QByteArray &> parts[] = { { "Credential", claim.credential }, { "Signature", claim.signature },
                                                                  { "SignedHeaders", claim.signedHeaders }, { "X-Amz-Date", claim.time } };
    for (const auto &[name, value] : parts) {
        if (value.isEmpty())
            return QLatin1StringView(name);
    }
    return {};
}

QByteArray timeText(const QDateTime &time)
{
    return time.toUTC().toString(u"yyyyMMdd'T'HHmmss'Z'"_s).toLatin1();
}

// AWS's sentences about clocks.
QString clockComplaint(const Claim &claim, const QDateTime &now)
{
    QDateTime signedAt = QDateTime::fromString(QString::fromLatin1(claim.time), u"yyyyMMdd'T'HHmmss'Z'"_s);
    signedAt.setTimeSpec(Qt::UTC);
    if (!signedAt.isValid())
        return u"Date must be in ISO-8601 'basic format'. Got '%1'."_s.arg(QString::fromLatin1(claim.time));
    const QString words = u"%1 (%2 %3 5 min.)"_s;
    const QString nowText = QString::fromLatin1(timeText(now));
    const QString at = QString::fromLatin1(claim.time);
    if (signedAt > now.addSecs(skewSeconds))
        return u"Signature not yet current: %1 is still later than %2"_s.arg(
            at, words.arg(QString::fromLatin1(timeText(now.addSecs(skewSeconds))), nowText, u"+"_s));
    const int good = claim.expiresSeconds > 0 ? claim.expiresSeconds : skewSeconds;
    if (signedAt.addSecs(good) >= now)
        return {};
    if (claim.expiresSeconds > 0)
        return u"Signature expired: %1 is now earlier than %2"_s.arg(QString::fromLatin1(timeText(signedAt.addSecs(good))), nowText);
    return u"Signature expired: %1 is now earlier than %2"_s.arg(
        at, words.arg(QString::fromLatin1(timeText(now.addSecs(-skewSeconds))), nowText, u"-"_s));
}

// The headers that were signed, as they came; those of one name in one line.
HeaderList signedHeaders(const SignedRequest &request, const QByteArray &names)
{
    HeaderList headers;
    const QByteArrayList list = names.split(';');
    for (const QByteArray &name : list) {
        QByteArrayList values;
        for (const auto &[key, value] : request.headers) {
            if (key.compare(name, Qt::CaseInsensitive) == 0)
                values.append(value.trimmed());
        }
        headers.append({ name, values.join(',') });
    }
    return headers;
}

bool equalInConstantTime(const QByteArray &a, const QByteArray &b)
{
    int difference = a.size() == b.size() ? 0 : 1;
    for (qsizetype i = 0; i < std::min(a.size(), b.size()); ++i)
        difference |= a.at(i) ^ b.at(i);
    return difference == 0;
}

SignatureVerdict judgeScope(const QByteArrayList &credential, const Claim &claim, const SignatureRules &rules)
{
    const QString wrong = u"Credential should be scoped to %1, not '%2'."_s;
    if (credential.at(1) != claim.time.left(8))
        return refused("InvalidSignatureException", u"Credential date does not match the date of the request."_s);
    if (credential.at(2) != rules.region)
        return refused("InvalidSignatureException", wrong.arg(u"a valid region"_s, QString::fromLatin1(credential.at(2))));
    if (credential.at(3) != rules.service)
        return refused("InvalidSignatureException", wrong.arg(u"correct service: '%1'"_s.arg(QString::fromLatin1(rules.service)),
                                                              QString::fromLatin1(credential.at(3))));
    if (credential.at(4) != "aws4_request")
        return refused("InvalidSignatureException", wrong.arg(u"a valid terminator: 'aws4_request'"_s, QString::fromLatin1(credential.at(4))));
    return {};
}

SignatureVerdict judgeSignature(const SignedRequest &request, const SignatureRules &rules, const Claim &claim, const QByteArrayList &credential)
{
    const auto secret = rules.secrets.constFind(QString::fromLatin1(credential.first()));
    if (secret == rules.secrets.constEnd())
        return refused("UnrecognizedClientException", u"The security token included in the request is invalid."_s);
    if (const SignatureVerdict scope = judgeScope(credential, claim, rules); !scope.isGood())
        return scope;
    if (const QString complaint = clockComplaint(claim, rules.now); !complaint.isEmpty())
        return refused("InvalidSignatureException", complaint);
    if (!(';' + claim.signedHeaders + ';').contains(";host;"))
        return refused("InvalidSignatureException", u"'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."_s);
    const QByteArray path = request.path.isEmpty() ? QByteArray("/") : request.path.toPercentEncoding("/");
    const QByteArray canonical = awsCanonicalRequest(request.method, path, claim.parameters,
                                                     signedHeaders(request, claim.signedHeaders), request.body);
    const QByteArray text = awsStringToSign(claim.time, credential.mid(1).join('/'), canonical);
    if (equalInConstantTime(awsSignature(secret->toUtf8(), credential.mid(1).join('/'), text), claim.signature))
        return {};
    return refused("InvalidSignatureException",
                   u"The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
                   "and signing method. Consult the service documentation for details.\n\nThe Canonical String for this request "
                   "should have been\n'%1'\n\nThe String-to-Sign should have been\n'%2'\n"_s.arg(QString::fromUtf8(canonical), QString::fromUtf8(text)));
}

} // namespace

SignatureVerdict checkSignature(const SignedRequest &request, const SignatureRules &rules)
{
    const std::optional<Claim> claim = claimOf(request);
    if (!claim)
        return refused("MissingAuthenticationTokenException", u"Missing Authentication Token"_s);
    if (const QString missing = missingPart(*claim); !missing.isEmpty())
        return incomplete(u"Authorization header requires '%1' parameter."_s.arg(missing));
    const QByteArrayList credential = claim->credential.split('/');
    if (credential.size() != 5)
        return incomplete(u"Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '%1'."_s.arg(
            QString::fromLatin1(claim->credential)));
    SignatureVerdict verdict = rules.strict ? judgeSignature(request, rules, *claim, credential) : SignatureVerdict {};
    verdict.accessKey = credential.first();
    return verdict;
}

} // namespace greenroom
