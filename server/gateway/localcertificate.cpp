// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/localcertificate.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QHostAddress>
#include <QLockFile>
#include <QSaveFile>
#include <QSslCertificate>
#include <QSslKey>

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <memory>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

template <auto Free>
struct Freed
{
    template <class T>
    void operator()(T *object) const { Free(object); }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Memory = std::unique_ptr<BIO, Freed<BIO_free>>;

constexpr long validDays = 825;   // what clients accept for a leaf at most

QByteArray bytesOf(BIO *memory)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(memory, &data);
    return QByteArray(data, qsizetype(size));
}

QByteArray pemOf(X509 *certificate)
{
    const Memory memory(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(memory.get(), certificate);
    return bytesOf(memory.get());
}

QByteArray pemOf(EVP_PKEY *key)
{
    const Memory memory(BIO_new(BIO_s_mem()));
    PEM_write_bio_PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
    return bytesOf(memory.get());
}

void extend(X509 *certificate, X509 *issuer, int extension, const QByteArray &value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    if (X509_EXTENSION *made = X509V3_EXT_conf_nid(nullptr, &context, extension, value.constData())) {
        X509_add_ext(certificate, made, -1);
        X509_EXTENSION_free(made);
    }
}

Certificate unsignedCertificate(EVP_PKEY *key, const QByteArray &commonName)
{
    Certificate certificate(X509_new());
    X509_set_version(certificate.get(), 2);
    unsigned char serial[16];
    RAND_bytes(serial, sizeof serial);
    serial[0] &= 0x7f;
    BIGNUM *number = BN_bin2bn(serial, sizeof serial, nullptr);
    BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate.get()));
    BN_free(number);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -86'400);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), validDays * 86'400);
    X509_set_pubkey(certificate.get(), key);
    X509_NAME *name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char *>(commonName.constData()),
                               int(commonName.size()), -1, 0);
    return certificate;
}

struct Files
{
    QByteArray authority;
    QByteArray leaf;
    QByteArray key;
};

// The authority's key is never stored: it signs this one leaf and is forgotten, so that nobody can sign
// another with it.
Files makeFiles(const QStringList &names)
{
    const Key authorityKey(EVP_EC_gen("P-256"));
    const Certificate authority = unsignedCertificate(authorityKey.get(), "Greenroom local authority");
    X509_set_issuer_name(authority.get(), X509_get_subject_name(authority.get()));
    extend(authority.get(), authority.get(), NID_basic_constraints, "critical,CA:TRUE");
    extend(authority.get(), authority.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
    extend(authority.get(), authority.get(), NID_subject_key_identifier, "hash");
    X509_sign(authority.get(), authorityKey.get(), EVP_sha256());

    const Key leafKey(EVP_EC_gen("P-256"));
    const Certificate leaf = unsignedCertificate(leafKey.get(), "localhost");
    X509_set_issuer_name(leaf.get(), X509_get_subject_name(authority.get()));
    QByteArrayList alternatives { "DNS:localhost", "IP:127.0.0.1", "IP:::1" };
    for (const QString &name : names)
        alternatives.append((QHostAddress(name).isNull() ? "DNS:" : "IP:") + name.toLatin1());
    extend(leaf.get(), authority.get(), NID_subject_alt_name, alternatives.join(','));
    extend(leaf.get(), authority.get(), NID_basic_constraints, "critical,CA:FALSE");
    extend(leaf.get(), authority.get(), NID_key_usage, "critical,digitalSignature");
    extend(leaf.get(), authority.get(), NID_ext_key_usage, "serverAuth");
    extend(leaf.get(), authority.get(), NID_authority_key_identifier, "keyid");
    X509_sign(leaf.get(), authorityKey.get(), EVP_sha256());
    return { pemOf(authority.get()), pemOf(leaf.get()), pemOf(leafKey.get()) };
}

bool writePrivate(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    if (!file.open(QFile::WriteOnly))
        return false;
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    return file.write(bytes) == bytes.size() && file.commit();
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
}

bool isUsable(const QByteArray &pem)
{
    const QSslCertificate certificate(pem);
    return !certificate.isNull() && certificate.expiryDate() > QDateTime::currentDateTimeUtc().addDays(30);
}

} // namespace

Result<LocalCertificate> ensureLocalCertificate(const QString &dataFolder, const QStringList &names)
{
    // One set per list of names: projects of several regions share a data folder.
    const QByteArray digest
        = QCryptographicHash::hash(names.join(u',').toUtf8(), QCryptographicHash::Sha256).toHex().left(8);
    const QString folder = dataFolder + u"/tls/"_s + QString::fromLatin1(digest);
    if (!QDir().mkpath(folder))
        return Error { 3, u"The folder %1 for the local certificate cannot be created."_s.arg(folder) };
    QFile::setPermissions(dataFolder + u"/tls"_s, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);

    const QString authorityFile = folder + u"/authority.pem"_s;
    const QString leafFile = folder + u"/localhost.pem"_s;
    const QString keyFile = folder + u"/localhost.key"_s;
    QLockFile lock(folder + u"/lock"_s);
    lock.tryLock(5000);
    QByteArray leaf = contents(leafFile);
    QByteArray key = contents(keyFile);
    if (!isUsable(leaf) || key.isEmpty() || !QFile::exists(authorityFile)) {
        const Files made = makeFiles(names);
        if (!writePrivate(authorityFile, made.authority) || !writePrivate(leafFile, made.leaf)
            || !writePrivate(keyFile, made.key))
            return Error { 3, u"The local certificate cannot be written to %1. Free some space, or choose another "
                              "folder with --data-dir."_s.arg(folder) };
        leaf = made.leaf;
        key = made.key;
    }
    LocalCertificate certificate;
    certificate.authorityFile = authorityFile;
    certificate.configuration = QSslConfiguration::defaultConfiguration();
    certificate.configuration.setLocalCertificate(QSslCertificate(leaf));
    certificate.configuration.setPrivateKey(QSslKey(key, QSsl::Ec));
    certificate.configuration.setProtocol(QSsl::TlsV1_2OrLater);
    certificate.configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    return certificate;
}

} // namespace greenroom
